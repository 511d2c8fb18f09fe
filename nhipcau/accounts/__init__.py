"""People, roles, sign-in and devices: whoever acts is built here."""
