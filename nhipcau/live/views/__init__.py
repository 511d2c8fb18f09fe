"""Pages of live: the room, the roll call, and what a meeting's page shows of both."""
