"""The timeline of each site: when it was there, over which line, and why not."""
