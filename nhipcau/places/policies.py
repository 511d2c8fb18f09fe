"""Who may see and edit units, places and sites."""

SEE = "places.see"
EDIT = "places.edit"
