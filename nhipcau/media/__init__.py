"""Sound and picture from other machines, and what they are turned into."""
