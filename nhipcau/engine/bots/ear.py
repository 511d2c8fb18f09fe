"""One device that is in its room and only reads what the engine tells everyone."""

from __future__ import annotations

from collections.abc import Callable

from livekit import rtc

from nhipcau.engine.member import NotJoined


class Ear:
    """From `join` to `leave`, again and again; subscribes and publishes nothing.

    `told` gets the room's metadata at once and with each change, `lost` is called
    when the engine went away.
    """

    def __init__(
        self, told: Callable[[str], object], lost: Callable[[], object]
    ) -> None:
        self._told = told
        self._on_lost = lost
        self._room: rtc.Room | None = None
        self._lost = False

    @property
    def there(self) -> bool:
        """Whether it is in the room, as far as it knows."""
        return self._room is not None and not self._lost

    async def join(self, url: str, token: str) -> None:
        """Joins; never cancel this: the library would leak sockets.

        Raises NotJoined, after which another attempt is welcome.
        """
        await self.leave()
        room = rtc.Room()
        self._lost = False
        room.on("room_metadata_changed", lambda old, new: self._told(new))
        room.on("reconnecting", self._lose)
        room.on("disconnected", self._lose)
        try:
            await room.connect(url, token, rtc.RoomOptions(auto_subscribe=False))
        except rtc.ConnectError as error:
            raise NotJoined(str(error)) from error
        self._room = room
        self._told(room.metadata)

    async def leave(self) -> None:
        """Out of the room; does nothing where it is in none."""
        room, self._room = self._room, None
        if room is not None:
            await room.disconnect()

    def _lose(self, *reason: object) -> None:
        if not self._lost:
            self._lost = True
            self._on_lost()
