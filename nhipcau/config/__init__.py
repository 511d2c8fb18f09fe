"""Wiring: settings, addresses, the ASGI application, what crosses between apps."""
