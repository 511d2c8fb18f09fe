"""The port to LiveKit: config, tokens, rooms, hooks. No Django here."""
