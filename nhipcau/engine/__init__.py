"""The port to LiveKit: configuration, tokens, rooms, webhooks; knows no Django."""
