"""Plays the rooms of a meeting in which nobody sits, for a demonstration."""
