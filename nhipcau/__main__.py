"""`python -m nhipcau <command>`."""

from __future__ import annotations

import sys

from nhipcau.cli import main

sys.exit(main())
