"""Sites that are fed by a stream from elsewhere, a camera or an old codec."""
