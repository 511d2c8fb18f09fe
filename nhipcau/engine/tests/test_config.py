"""What the engine is told at its start."""

import json

import pytest

from nhipcau.engine.config import engine_config

GIVEN = {
    "key": "key",
    "secret": "s" * 40,
    "port": 7880,
    "tcp_port": 7881,
    "udp_port": 7882,
    "addresses": ["192.168.10.5"],
    "hook_url": "http://127.0.0.1:7979/",
    "loopback": False,
}


def config(**changes):
    return json.loads(engine_config(**(GIVEN | changes)))


def test_it_answers_on_the_loopback_address_alone():
    assert config()["bind_addresses"] == ["127.0.0.1"]


def test_it_names_no_public_stun_server():
    assert config()["rtc"]["stun_servers"] == ["127.0.0.1:3478"]
    assert config()["rtc"]["use_external_ip"] is False


def test_it_lets_nobody_create_a_room_by_joining():
    assert config()["room"]["auto_create"] is False


def test_it_never_opens_a_microphone_by_itself():
    assert config()["room"]["enable_remote_unmute"] is False


def test_it_sends_media_to_the_named_address_alone():
    rtc = config()["rtc"]
    assert rtc["node_ip"] == "192.168.10.5"
    assert rtc["ips"] == {"includes": ["192.168.10.5/32"]}
    assert rtc["enable_loopback_candidate"] is False


def test_it_knows_addresses_of_the_sixth_version():
    rtc = config(addresses=["fd00::5"])["rtc"]
    assert rtc["ips"] == {"includes": ["fd00::5/128"]}


@pytest.mark.parametrize(
    "changes",
    [{"loopback": True}, {"addresses": []}, {"addresses": ["127.0.0.1"]}],
)
def test_it_stays_on_this_machine_when_asked_or_when_there_is_no_network(changes):
    rtc = config(**changes)["rtc"]
    assert rtc["node_ip"] == "127.0.0.1"
    assert rtc["ips"] == {"includes": ["127.0.0.0/8"]}
    assert rtc["enable_loopback_candidate"] is True


def test_it_offers_every_network_its_own_address():
    rtc = config(addresses=["192.168.10.5", "10.20.0.5"])["rtc"]
    assert rtc["ips"] == {"includes": ["192.168.10.5/32", "10.20.0.5/32"]}
    assert "node_ip" not in rtc, "that one would replace the others"
    assert rtc["enable_loopback_candidate"] is False


def test_it_signs_its_webhooks_with_our_key():
    webhook = config()["webhook"]
    assert webhook == {"api_key": "key", "urls": ["http://127.0.0.1:7979/"]}


def test_it_offers_no_metrics_and_no_debugging_door():
    assert config().keys() == {
        "port",
        "bind_addresses",
        "keys",
        "rtc",
        "room",
        "webhook",
        "logging",
    }
