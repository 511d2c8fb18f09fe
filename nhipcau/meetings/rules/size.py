"""How large a meeting may be."""

from __future__ import annotations

# Including the chair's; state and metadata of so many stay far below 10 kB.
SITE_LIMIT = 64
