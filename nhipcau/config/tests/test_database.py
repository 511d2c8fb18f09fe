"""The address of the database is used whole."""

from __future__ import annotations

import pytest
from django.db.utils import ConnectionHandler
from pydantic import SecretStr

from nhipcau.base.wake import listening_as
from nhipcau.cli.secrets import NotUsableError
from nhipcau.config.config import Config
from nhipcau.config.database import database

URL = "postgresql://lan:bi-mat@db.example:5433/cau?sslmode=require&connect_timeout=5"


def of(url: str) -> dict:
    return database(Config(database_url=SecretStr(url)))


def test_it_hands_every_option_of_the_address_on():
    found = of(URL)
    assert found["NAME"] == "cau"
    assert found["USER"] == "lan"
    assert found["PASSWORD"] == "bi-mat"
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": "5"}


def test_the_listener_for_wake_ups_connects_with_the_same_options():
    connection = ConnectionHandler({"default": of(URL)})["default"]
    given = listening_as(connection.get_connection_params())
    assert given["sslmode"] == "require"
    assert given["connect_timeout"] == "5"
    assert given["password"] == "bi-mat"
    assert "cursor_factory" not in given


def test_a_service_of_libpq_names_the_database_itself():
    found = of("service=cau")
    assert found["NAME"] == ""
    assert found["OPTIONS"] == {"service": "cau"}
    assert of("postgresql://h")["NAME"] == "nhipcau"


def test_it_says_what_an_address_looks_like_and_keeps_the_password_to_itself():
    with pytest.raises(NotUsableError, match="NHIPCAU_DATABASE_URL") as said:
        of("postgres//lan:bi-mat@h/cau")
    assert "bi-mat" not in str(said.value)


def test_without_an_address_it_is_sqlite_in_the_data_folder():
    found = of("")
    assert found["NAME"].name == "nhipcau.sqlite3"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
