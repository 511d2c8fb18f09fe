"""During the meeting: chair state, stage, tokens and the conductor."""
