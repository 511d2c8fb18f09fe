"""What a token allows, and for how long."""

import jwt
import pytest

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
