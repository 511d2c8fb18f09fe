"""Which database an installation uses: SQLite in its folder, or PostgreSQL."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from nhipcau.cli.secrets import NotUsableError
from nhipcau.config.config import Config


def database(config: Config) -> dict[str, Any]:
    """Django's `DATABASES["default"]`."""
    url = config.database_url.get_secret_value()
    return _postgres(url) if url else _sqlite(config)


def _postgres(url: str) -> dict[str, Any]:
    """Every option of the address is handed on, `?sslmode=require` above all."""
    try:
        options = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Neither the address nor the reason is repeated: both may hold the password.
        raise NotUsableError(
            "Thiết lập NHIPCAU_DATABASE_URL không dùng được: phải có dạng "
            "postgresql://người-dùng:mật-khẩu@máy-chủ/tên-cơ-sở-dữ-liệu."
        ) from None
    name = "" if "service" in options else "nhipcau"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", name),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": options,
    }


def _sqlite(config: Config) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": config.data_dir / "nhipcau.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged write survives a power cut.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON"
            ),
        },
    }
