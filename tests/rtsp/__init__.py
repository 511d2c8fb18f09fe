"""A real RTSP camera for tests."""
