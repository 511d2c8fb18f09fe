"""Units, places and sites: the dated tree on which all rights and reports stand."""
