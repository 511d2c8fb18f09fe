"""Tests with real child processes."""
