"""What a technician may ask of the machine at a site, and of what size answers are."""

from __future__ import annotations

from typing import Literal, get_args

# look: which devices there are · choose: take these · tone: sound the speaker · echo:
# does the room hear its own speaker · reload: the page · restart: the browser.
Kind = Literal["look", "choose", "tone", "echo", "reload", "restart"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Outcome = Literal["done", "failed"]

# A machine that has not taken it up by then is not to do it later, when nobody expects
# it any more.
PATIENCE_S = 60
# While it is under way nobody asks for another.
AT_ONCE = 1
