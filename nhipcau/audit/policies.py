"""Who may read the log."""

READ = "audit.read"
