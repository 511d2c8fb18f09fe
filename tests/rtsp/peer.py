"""Programs that tests have for peers: started and killed, and gone at the end."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Peer:
    """Runs within `with`; a test may kill it meanwhile and start it again."""

    def start(self) -> None:
        """Starts it."""
        raise NotImplementedError

    def kill(self) -> None:
        """`kill -9`: it says goodbye to nobody. Nothing when it does not run."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
