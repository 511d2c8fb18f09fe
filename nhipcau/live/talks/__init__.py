"""Private talks between a desk of the hub and one site, heard by no other."""
