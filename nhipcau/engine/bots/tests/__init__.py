"""The bots' pictures and sounds."""
