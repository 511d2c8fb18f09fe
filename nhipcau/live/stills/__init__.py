"""Photographs of what a site shows, for lines that carry no moving picture of it."""
