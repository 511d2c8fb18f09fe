"""All writes of this app, one module per thing that changes."""
