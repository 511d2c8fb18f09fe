"""Room computers: nobody signs in, they enter the meetings of their site themselves."""
