"""What comes unevenly goes evenly, and at the pace at which it was recorded."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.media.playout import DELAY, LEAP, STEP, WINDOW, Playout


class Clock:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Scene:
    """A playout, and what came out of it when."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.given: list[tuple[float, str]] = []
        self.playout: Playout[str] = Playout(self.take, self.clock)

    def take(self, thing: str) -> None:
        self.given.append((round(self.clock.now - 1000, 2), thing))

    def at(self, seconds: float) -> None:
        """Turns the clock in small steps, as a loop would wake."""
        while self.clock.now < 1000 + seconds:
            self.clock.now = min(1000 + seconds, self.clock.now + 0.002)
            self.playout.due()


def test_sound_and_picture_of_one_moment_come_out_together():
    scene = Scene()
    scene.playout.put(7.0, "picture")
    scene.at(0.1)
    scene.playout.put(7.0, "sound")
    scene.playout.put(7.04, "next")
    scene.at(1)
    assert scene.given == [(DELAY, "picture"), (DELAY, "sound"), (0.29, "next")]


def test_what_comes_in_a_heap_goes_one_by_one():
    scene = Scene()
    for number in range(5):
        scene.playout.put(number / 10, str(number))
    scene.at(1)
    times = [at for at, _ in scene.given]
    assert [round(b - a, 2) for a, b in pairwise(times)] == [0.1] * 4


def test_a_time_that_leaps_begins_anew():
    scene = Scene()
    scene.playout.put(0.0, "before")
    scene.at(1)
    scene.playout.put(900.0, "after")
    scene.at(2)
    assert scene.given[-1] == (1 + DELAY, "after")


def test_what_a_sender_had_kept_makes_nothing_late_for_ever():
    scene = Scene()
    for number in range(15):
        scene.playout.put(number / 10, f"kept {number}")
    for number in range(15, 40):
        scene.at((number - 14) / 10)
        scene.playout.put(number / 10, str(number))
    scene.at(9)
    things = [thing for _, thing in scene.given]
    assert things == [f"kept {n}" for n in range(15)] + [str(n) for n in range(15, 40)]
    # It came after 2.5 s, and waits no longer than everything does.
    assert {thing: at for at, thing in scene.given}["39"] == 2.5 + DELAY


def test_sound_that_always_comes_later_than_its_picture_is_waited_for():
    scene = Scene()
    for number in range(40):
        scene.at(number / 10)
        scene.playout.put(number / 10, f"picture {number}")
        if number >= 4:
            scene.playout.put((number - 4) / 10, f"sound {number - 4}")
    scene.at(9)
    given = {thing: at for at, thing in scene.given}
    assert abs(given["picture 30"] - given["sound 30"]) < 0.01


def test_a_slower_clock_is_followed():
    scene = Scene()
    at = 0.0
    while scene.clock.now < 1000 + 60 * WINDOW:
        scene.playout.put(at, "x")
        scene.clock.now += 0.04
        at += 0.04 * 0.999
        scene.playout.due()
    late = scene.clock.now - 1000 - at
    # Half a second late by its own clock, which is more than anything ever waits.
    assert late > DELAY + STEP
    scene.playout.put(at, "last")
    rest = scene.playout.due()
    assert rest is not None
    assert rest > 0


def test_nothing_of_the_stream_before_comes_after_a_new_beginning():
    scene = Scene()
    scene.playout.put(5.0, "old")
    scene.playout.clear()
    scene.playout.put(0.0, "new")
    scene.at(1)
    assert scene.given == [(DELAY, "new")]


def test_it_runs_by_the_loop():
    async def play() -> list[str]:
        given: list[str] = []
        done = asyncio.Event()

        def take(thing: str) -> None:
            given.append(thing)
            if thing == "b":
                done.set()

        playout: Playout[str] = Playout(take)
        task = asyncio.create_task(playout.run())
        playout.put(0.05, "b")
        playout.put(0.0, "a")
        async with asyncio.timeout(5):
            await done.wait()
        task.cancel()
        return given

    assert asyncio.run(play()) == ["a", "b"]


@given(st.lists(st.floats(0, 0.04), min_size=1, max_size=60))
def test_all_comes_out_in_the_order_of_the_stream(steps: list[float]):
    scene = Scene()
    at = 0.0
    for number, step in enumerate(steps):
        at += step
        scene.playout.put(at, f"{number:03}")
    scene.at(at + DELAY + LEAP)
    assert [thing for _, thing in scene.given] == sorted(
        thing for _, thing in scene.given
    )
    assert len(scene.given) == len(steps)
