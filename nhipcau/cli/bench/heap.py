"""What a page keeps in memory: its objects, not what the browser makes of them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

# What scripts make and keep. Not counted: machine code, which the browser makes of
# scripts the more often they run, for hours, and what it keeps itself (`native`), such
# as the list of the last 250 answers of a server.
KEPT = frozenset(
    {
        "object",
        "array",
        "closure",
        "string",
        "concatenated string",
        "sliced string",
        "number",
        "bigint",
        "symbol",
        "regexp",
        "object shape",
    }
)
_CHUNK = "HeapProfiler.addHeapSnapshotChunk"


def kept_bytes(talk: CDPSession) -> int:
    """Bytes of the objects that the page behind `talk` keeps once waste is cleared."""
    return sum(size for kind, size in _bytes_by_kind(talk).items() if kind in KEPT)


def _bytes_by_kind(talk: CDPSession) -> Counter[str]:
    """Bytes of the whole heap by the kinds that V8's heap snapshots name."""
    chunks: list[str] = []

    def more(part: dict[str, str]) -> None:
        chunks.append(part["chunk"])

    talk.on(_CHUNK, more)
    talk.send("HeapProfiler.enable")
    talk.send("HeapProfiler.collectGarbage")
    talk.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    talk.send("HeapProfiler.disable")
    # Else each snapshot would be kept with all that follow it.
    talk.remove_listener(_CHUNK, more)
    return _by_kind(json.loads("".join(chunks)))


def _by_kind(snapshot: dict[str, Any]) -> Counter[str]:
    """Nodes are one flat list of numbers; `meta` says how many belong to each node."""
    meta = snapshot["snapshot"]["meta"]
    fields: list[str] = meta["node_fields"]
    kinds: list[str] = meta["node_types"][0]
    nodes: list[int] = snapshot["nodes"]
    kind, size = fields.index("type"), fields.index("self_size")
    found: Counter[str] = Counter()
    for at in range(0, len(nodes), len(fields)):
        found[kinds[nodes[at + kind]]] += nodes[at + size]
    return found
