"""Weak links in a laboratory: network namespaces, and a relay between them."""
