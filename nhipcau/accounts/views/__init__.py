"""Pages of this app: people, roles, one's own account, the one-time code."""
