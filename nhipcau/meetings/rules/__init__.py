"""What decides about a plan, as pure functions."""
