"""What prepares, checks and translates Nhịp Cầu; no part of the product."""
