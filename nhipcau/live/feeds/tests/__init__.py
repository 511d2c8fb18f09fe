"""Tests of sites that are fed by a stream."""
