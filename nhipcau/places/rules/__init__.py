"""What is true of units, places and sites, decided without a database."""
