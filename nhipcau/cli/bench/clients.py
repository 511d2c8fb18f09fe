"""Devices that command and look as browsers do: through the door, until answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from nhipcau.cli.bench.checks import Sent
from nhipcau.cli.bench.installation import Running
from nhipcau.cli.bench.seats import Seat, sit_down
from nhipcau.live.rules.state import State
from nhipcau.supervisor.binaries import ROOT
from nhipcau.supervisor.child import dies_with

# What the front door says while the web process behind it restarts.
_UNANSWERED = frozenset({408, 425, 429, 502, 503, 504})
# Seconds: as the room's island, which gives up a call and asks anew at a flat pace.
_PATIENCE, _AGAIN = 4.0, 0.2
# Seconds between two looks of a client that the engine does not tell.
_LOOK = 4.0
# Nobody waits longer than this for an answer.
LONGEST_WAIT = 120.0


@dataclass(frozen=True)
class Reply:
    """What the server said; status None: nobody answered."""

    status: int | None
    body: Mapping[str, Any]


class Client:
    """One seated device: what it has seen of the meeting, and what it sent."""

    def __init__(
        self, address: str, meeting: int, person: int, cookies: Mapping[str, str]
    ) -> None:
        self._url = f"{address}/api/live/meetings/{meeting}"
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies["csrftoken"],
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        self._seeing = threading.Lock()
        self._stop = threading.Event()
        self._looks: threading.Thread | None = None
        self.person = person
        # Revision → when it was first known, by the monotonic clock.
        self.seen: dict[int, float] = {}
        me = self._ask("")
        if me.status != 200:
            raise RuntimeError(f"not in the room: {me}")
        self.device = int(me.body["me"]["device"])
        self.site = int(me.body["me"]["site"])
        self.state = State.of(me.body["state"])
        self.see(me.body["state"])

    def see(self, value: Mapping[str, Any]) -> None:
        """A state, from wherever it came; an older one changes nothing."""
        state = State.of(dict(value))
        with self._seeing:
            self.seen.setdefault(state.rev, time.monotonic())
            if state.rev > self.state.rev:
                self.state = state

    def knew(self, rev: int) -> float:
        """Since when this revision or a newer one was known to it."""
        with self._seeing:
            return min(at for known, at in self.seen.items() if known >= rev)

    def command(self, order: Mapping[str, Any], sent: list[Sent]) -> Sent:
        """Sends with one id until there is an answer, and adds to `sent` at once."""
        one = Sent(str(uuid4()), self.person, str(order["kind"]))
        sent.append(one)
        body = json.dumps({**order, "id": one.id}).encode()
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            one.tries += 1
            reply = self._ask("/commands", body)
            if reply.status is not None:
                one.code = str(reply.body.get("code", ""))
                one.rev = int(reply.body.get("rev", 0))
                if reply.status == 200:
                    self.see(reply.body["state"])
                one.status = reply.status
                break
            time.sleep(_AGAIN)
        return one

    def look(self) -> None:
        """Asks for the state now."""
        reply = self._ask("")
        if reply.status == 200:
            self.see(reply.body["state"])

    def look_on(self) -> None:
        """Goes on looking, until `close`."""
        self._looks = threading.Thread(target=self._look_on, daemon=True)
        self._looks.start()

    def close(self) -> None:
        """Looks no more."""
        self._stop.set()
        if self._looks is not None:
            self._looks.join()

    def _look_on(self) -> None:
        while not self._stop.wait(_LOOK):
            self.look()

    def _ask(self, path: str, body: bytes | None = None) -> Reply:
        request = Request(self._url + path, body, self._headers)  # noqa: S310
        try:
            with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                return Reply(answer.status, json.load(answer))
        except HTTPError as error:
            if error.code in _UNANSWERED or (body is None and error.code >= 500):
                return Reply(None, {})
            return Reply(error.code, _said(error))
        except (OSError, HTTPException, ValueError):
            return Reply(None, {})


def _said(error: HTTPError) -> Mapping[str, Any]:
    try:
        body = json.load(error)
    except (OSError, HTTPException, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def seated(running: Running, meeting: int, seat: Seat, *, main: bool) -> Client:
    """Somebody at that seat, by a browser of its own; reads the database."""
    from nhipcau.accounts.models import Person

    cookies = sit_down(running.address, meeting, seat, main=main)
    person = Person.objects.get(username=seat.username)
    return Client(running.address, meeting, person.pk, cookies)


class Ears:
    """The process in which some devices hear the engine, and tell what they learn.

    It dies with the thread that starts it.
    """

    def __init__(self, running: Running, meeting: int, clients: list[Client]) -> None:
        self._tell: dict[int, Callable[[Mapping[str, Any]], None]] = {
            client.device: client.see for client in clients
        }
        self.heard = 0
        words = ["--meeting", str(meeting), "--devices", *map(str, self._tell)]
        env = {**running.env, "DJANGO_SETTINGS_MODULE": "nhipcau.config.settings"}
        with (running.data / "ears.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "nhipcau.cli.bench.ears", *words],
                stdout=subprocess.PIPE,
                stderr=log,
                env=env,
                cwd=ROOT,
                preexec_fn=dies_with(os.getpid()),
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still listens."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(10)
        self._reader.join()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            # structlog prints what it logs beside our lines.
            if line.startswith(b'{"device"'):
                told = json.loads(line)
                self.heard += 1
                self._tell[told["device"]](told["state"])
