"""Tests of the port to the media engine."""
