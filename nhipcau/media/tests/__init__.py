"""Tests of streams from elsewhere."""
