"""Who may see, prepare and chair meetings."""

SEE = "meetings.see"
PREPARE = "meetings.prepare"
CHAIR = "meetings.chair"
SIT = "meetings.sit"
