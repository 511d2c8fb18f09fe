"""Our own icons on a grid of 24: strokes of 1.75, round ends, one idea each."""

from __future__ import annotations

ICONS: dict[str, str] = {
    # A bridge of two spans over water: the product's sign.
    "bridge": (
        '<path d="M1.5 6h21M3 6v11M12 6v11M21 6v11"/>'
        '<path d="M3 17c0-4.5 1.7-7.5 4.5-7.5S12 12.5 12 17'
        'c0-4.5 1.7-7.5 4.5-7.5S21 12.5 21 17"/>'
        '<path d="M3 20.5c1.5-.9 3-.9 4.5 0s3 .9 4.5 0 3-.9 4.5 0 3 .9 4.5 0"/>'
    ),
    "home": '<path d="M3.5 11.5 12 4l8.5 7.5M6 10v9.5h12V10M10 19.5V14h4v5.5"/>',
    "meeting": (
        '<ellipse cx="12" cy="13.5" rx="6" ry="3"/><circle cx="12" cy="6" r="2"/>'
        '<circle cx="4" cy="10.5" r="1.75"/><circle cx="20" cy="10.5" r="1.75"/>'
        '<circle cx="7" cy="19.5" r="1.75"/><circle cx="17" cy="19.5" r="1.75"/>'
    ),
    "unit": (
        '<rect x="8.5" y="3" width="7" height="5" rx="1"/>'
        '<rect x="2.5" y="16" width="6" height="5" rx="1"/>'
        '<rect x="15.5" y="16" width="6" height="5" rx="1"/>'
        '<path d="M12 8v4M5.5 16v-4h13v4"/>'
    ),
    "place": (
        '<path d="M3 9.5 12 4l9 5.5H3ZM5 9.5V18M9.7 9.5V18M14.3 9.5V18M19 9.5V18"/>'
        '<path d="M3 20.5h18"/>'
    ),
    "site": (
        '<rect x="3" y="4.5" width="18" height="11.5" rx="1.5"/>'
        '<path d="M8 20h8M12 16v4"/><circle cx="12" cy="9" r="1.75"/>'
        '<path d="M8.8 13.2c.6-1.2 1.8-1.8 3.2-1.8s2.6.6 3.2 1.8"/>'
    ),
    "person": (
        '<circle cx="12" cy="8" r="4"/>'
        '<path d="M4.5 20c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6"/>'
    ),
    "log": (
        '<path d="M6 3.5h9.5L19 7v13.5H6zM15 3.5V7.5h4"/>'
        '<path d="M9 11.5h7M9 14.5h7M9 17.5h4"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "warning": '<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.3"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="m5.8 5.8 12.4 12.4"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5"/>',
    "remove": (
        '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5 7.5 20h9l1-13.5'
        'M10.5 10v6.5M13.5 10v6.5"/>'
    ),
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "upload": '<path d="M12 15.5V4.5M7 9l5-5 5 5M4.5 20h15"/>',
    "back": '<path d="M20 12H4.5M10.5 5.5 4 12l6.5 6.5"/>',
    "next": '<path d="M4 12h15.5M13.5 5.5 20 12l-6.5 6.5"/>',
    "left": '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
    "right": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "down": '<path d="m5.5 9 6.5 6.5L18.5 9"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "more": (
        '<circle cx="5.5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/>'
        '<circle cx="18.5" cy="12" r="1.2"/>'
    ),
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12'
        'h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7"/>'
    ),
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
    "wall": '<rect x="2.5" y="4.5" width="19" height="12" rx="1"/><path d="M7 20h10"/>',
    "half": (
        '<circle cx="12" cy="12" r="8.5"/>'
        '<path d="M12 3.5v17M12 8l6.5-2M12 12.5l8.3-2.5M12 17l7.5-2"/>'
    ),
    "language": (
        '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3'
        'c3 2.7 4 5.7 4 9s-1 6.3-4 9c-3-2.7-4-5.7-4-9s1-6.3 4-9"/>'
    ),
    "leave": '<path d="M14 4H5v16h9M10 12h10.5M16.5 8l4 4-4 4"/>',
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10" rx="1.5"/>'
        '<path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2.5"/>'
    ),
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M15.5 8l3 3"/>',
    "microphone": (
        '<rect x="9" y="3" width="6" height="11" rx="3"/>'
        '<path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7"/>'
    ),
    "microphone-off": (
        '<path d="M15 10.5V6a3 3 0 0 0-5.8-1M9 9v2a3 3 0 0 0 4.5 2.6M5.5 11.5'
        "a6.5 6.5 0 0 0 10 5.5M18.5 11.5a6.5 6.5 0 0 1-.6 2.7M12 18v3M8.5 21h7"
        'M4 3.5l16 17"/>'
    ),
    "camera": (
        '<rect x="2.5" y="6.5" width="13" height="11" rx="1.5"/>'
        '<path d="m15.5 10.5 6-3v9l-6-3"/>'
    ),
    "sound": (
        '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6'
        'M18 6.5a7.8 7.8 0 0 1 0 11"/>'
    ),
    "door": '<path d="M6 20.5V3.5h12v17M3.5 20.5h17M14.5 11.8v.8"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2.5"/>',
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="1.5"/>'
        '<path d="M3.5 10h17M8 3v4M16 3v4"/>'
    ),
    "history": '<path d="M4 12a8.2 8.2 0 1 0 2.5-5.9M4 4v4h4M12 7.5V12l3 2"/>',
    "device": (
        '<rect x="4" y="5" width="16" height="10.5" rx="1.5"/><path d="M2 19h20"/>'
    ),
    "reload": '<path d="M20 12a8 8 0 1 1-2.5-5.8M20 3.5v4.5h-4.5"/>',
    "filter": '<path d="M3.5 5h17L14 12.5V19l-4-2v-4.5z"/>',
    "move": '<path d="M8 4v16M4.5 7.5 8 4l3.5 3.5M16 20V4M12.5 16.5 16 20l3.5-3.5"/>',
}
