"""What a token allows, and for how long."""

from datetime import timedelta

import jwt
import pytest
import time_machine
from livekit.api import AccessToken, VideoGrants

from nhipcau.engine.tokens import token

SECRET = "s" * 40


def claims(*sources):
    made = token(
        key="key", secret=SECRET, room="meeting-1", identity="site/5/1", sources=sources
    )
    return jwt.decode(made, SECRET, algorithms=["HS256"])


def test_it_is_bound_to_one_device_and_one_room():
    found = claims("camera", "microphone")
    assert found["sub"] == "site/5/1"
    assert found["video"]["room"] == "meeting-1"
    assert found["video"]["roomJoin"] is True


def test_it_lasts_a_minute():
    found = claims()
    assert found["exp"] - found["nbf"] == 60


def checked(made):
    return jwt.decode(made, SECRET, algorithms=["HS256"])


def test_a_clock_that_is_an_hour_off_makes_tokens_that_its_own_engine_accepts():
    for hours in (-1, 1):
        with time_machine.travel(timedelta(hours=hours)):
            assert claims("camera")["sub"] == "site/5/1"


def test_a_clock_that_jumps_makes_old_tokens_useless_in_both_directions():
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False) as clock:
        made = token(
            key="key", secret=SECRET, room="r", identity="site/5/1", sources=()
        )
        clock.shift(59)
        assert checked(made)["exp"]
        clock.shift(2)
        with pytest.raises(jwt.ExpiredSignatureError):
            checked(made)
        clock.shift(-3600)
        with pytest.raises(jwt.ImmatureSignatureError):
            checked(made)


def test_it_lets_a_main_device_publish_camera_and_microphone_alone():
    grants = claims("microphone", "camera")["video"]
    assert grants["canPublish"] is True
    assert grants["canPublishSources"] == ["camera", "microphone"]


def test_it_lets_a_companion_publish_nothing():
    grants = claims()["video"]
    assert grants["canPublish"] is False
    assert "canPublishSources" not in grants


@pytest.mark.parametrize(
    "right", ["roomCreate", "roomList", "roomAdmin", "hidden", "canUpdateOwnMetadata"]
)
def test_it_gives_no_right_over_rooms(right):
    assert not claims("camera")["video"].get(right)


def test_it_lets_nobody_send_data():
    assert claims("camera")["video"]["canPublishData"] is False


def test_it_holds_no_name():
    assert not claims("camera").get("name")
    assert not claims("camera").get("metadata")


@pytest.mark.parametrize("sources", [(), ("camera",), ("camera", "microphone")])
def test_it_says_what_the_engine_s_own_library_would_say(sources):
    grants = VideoGrants(
        room_join=True,
        room="meeting-1",
        can_subscribe=True,
        can_publish=bool(sources),
        can_publish_sources=list(sources) or None,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    theirs = AccessToken("key", SECRET).with_identity("site/5/1").with_grants(grants)
    with time_machine.travel("2026-11-24 08:00:00Z", tick=False):
        made = theirs.with_ttl(timedelta(seconds=60)).to_jwt()
        ours, found = claims(*sources), checked(made)
    same = {"iss", "sub", "nbf", "exp"}
    assert {name: ours[name] for name in same} == {name: found[name] for name in same}
    given = {name: value for name, value in found["video"].items() if value is not None}
    assert ours["video"].items() <= given.items()
    # What it adds of its own allows nothing more.
    assert not any(given[name] for name in set(given) - set(ours["video"]))
