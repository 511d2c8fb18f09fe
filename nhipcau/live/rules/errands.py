"""What a technician may ask of the machine at a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

# look: which devices there are · picture: what the camera shows · choose: take these
# devices · tone: sound the speaker · echo: does the room hear its own speaker · reload:
# the page · restart: the browser.
Kind = Literal["look", "picture", "choose", "tone", "echo", "reload", "restart"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Mode = Literal["room", "mixer", "headset"]
Gain = Literal["lowest", "low", "normal", "high", "highest"]
# What may be chosen, by the names that browsers use of devices.
CHOICES = ("camera", "microphone", "speaker")

# Whose answer is nothing without what was found: by one name that must be there.
FOUND: Mapping[Kind, str] = {"look": "cameras", "choose": "cameras", "echo": "loss_db"}
# These leave the page: for some seconds the site is gone.
LEAVING: tuple[Kind, ...] = ("reload", "restart")

# A machine that has not done it by then is not to do it later, when nobody expects it
# any more (s).
PATIENCE = 60
# Who asked for the picture may look at it for so long (s).
WATCHED = 600
# Who speaks notices an echo of its voice that is louder than so far below it (dB).
AUDIBLE_DB = 40
