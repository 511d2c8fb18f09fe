"""Who may manage people, roles and devices."""

MANAGE = "accounts.manage"
