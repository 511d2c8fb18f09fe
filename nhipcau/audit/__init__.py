"""Append-only event log: who did what to which object, sealed in a hash chain."""
