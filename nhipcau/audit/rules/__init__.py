"""What the log's chain must satisfy, as pure functions."""
