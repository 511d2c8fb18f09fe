"""Tests against a real media engine, with real clients."""
