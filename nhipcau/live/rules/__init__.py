"""What decides in a meeting, as pure functions: chair state, stage, mirror."""
