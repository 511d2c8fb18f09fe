"""Formats of our own where Django's are not those of the country."""
