"""The one process that speaks to the engine's API: it makes rooms match the rows."""
