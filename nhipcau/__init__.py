"""Nhịp Cầu: meetings, cameras and plans of a local government."""

__version__ = "0.1.0"
