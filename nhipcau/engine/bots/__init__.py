"""Bots that play meeting rooms: drawn pictures, spoken words, one rtc client each."""
