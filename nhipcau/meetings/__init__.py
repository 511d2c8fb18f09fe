"""Before the meeting: what is planned, by whom, for which sites."""
