"""`python -m tests.weaklink [words]`: pytest in a network namespace of its own."""

import sys

from nhipcau.cli.bench.link.laboratory import enter

enter([sys.executable, "-m", "pytest", *(sys.argv[1:] or ["tests/weaklink"])])
