"""What a technician asks of the machine at a site from afar, and what it answers."""
