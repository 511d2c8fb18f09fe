"""Names a browser and its system from what it says about itself."""

from __future__ import annotations

# The order decides: Edge and Cốc Cốc also call themselves Chrome, Chrome Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """`Chrome · Windows`; "" when the browser does not say."""
    found = (
        next((name for mark, name in known if mark in agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in found if name)
