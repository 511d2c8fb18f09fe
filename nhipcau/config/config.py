"""What an operator may set: environment, then `nhipcau.toml`, then the default."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from nhipcau.cli.secrets import NotUsableError

#: The operator's file, and what the first run generates.
FILES = ("nhipcau.toml", "secrets.toml")
_REASONS = {
    "int_parsing": "phải là một số nguyên",
    "int_type": "phải là một số nguyên",
    "int_from_float": "phải là một số nguyên",
    "greater_than_equal": "phải từ 1 đến 65535",
    "less_than_equal": "phải từ 1 đến 65535",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "literal_error": "phải là vi hoặc en",
    "host_name": "phải là tên máy hoặc địa chỉ, cách nhau bằng dấu phẩy",
    "tuple_type": "phải là tên máy hoặc địa chỉ, cách nhau bằng dấu phẩy",
    "address": "phải là địa chỉ số của máy này, cách nhau bằng dấu phẩy",
    "network": "phải là các mạng như 10.0.0.0/8, cách nhau bằng dấu phẩy",
    "string_type": "phải là một chuỗi chữ trong ngoặc kép",
}

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def _hosts(given: object) -> object:
    """`"hop.xa.example, 10.0.0.5"`, or a list in TOML, as single names."""
    names = _listed(given)
    for name in names or ():
        try:
            ip_address(name)
        except ValueError:
            if len(name) > 253 or not _HOST.fullmatch(name):
                raise PydanticCustomError("host_name", "not a host name") from None
    return given if names is None else names


def _each(read: Callable[[str], object], code: str) -> Callable[[object], object]:
    """`"10.0.0.5, 172.16.1.5"`, or a list in TOML, as words that `read` takes."""

    def checked(given: object) -> object:
        names = _listed(given)
        if names is None:
            raise PydanticCustomError(code, "not a list")
        for name in names:
            try:
                read(name)
            except ValueError:
                raise PydanticCustomError(code, "not readable") from None
        return names

    return checked


def _listed(given: object) -> tuple[str, ...] | None:
    """The parts of a list, or of what is written like one; None: it is neither."""
    parts = re.split(r"[,\s]+", given.strip()) if isinstance(given, str) else given
    if not isinstance(parts, list | tuple):
        return None
    return tuple(str(part).lower() for part in parts if part)


Addresses = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(_each(ip_address, "address"))
]
Networks = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(_each(ip_network, "network"))
]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Config(BaseSettings):
    """One installation. Environment names carry the prefix `NHIPCAU_`."""

    model_config = SettingsConfigDict(env_prefix="NHIPCAU_", extra="ignore")

    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    language: Literal["vi", "en"] = "vi"
    demo: bool = False

    http_port: Port = 8080
    https_port: Port = 8443
    engine_port: Port = 7880
    engine_tcp_port: Port = 7881
    engine_udp_port: Port = 7882
    hook_port: Port = 7979
    rtmp_port: Port = 1935
    srt_port: Port = 8890
    node_ip: Addresses = ()
    hosts: Hosts = ()
    feed_networks: Networks = ()

    secret_key: SecretStr = SecretStr("")
    engine_key: str = ""
    engine_secret: SecretStr = SecretStr("")

    oidc_name: str = ""
    oidc_server: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment wins over the operator's file, that over generated secrets."""
        files = (
            TomlConfigSettingsSource(settings_cls, _data() / name) for name in FILES
        )
        return (init_settings, env_settings, *files)


@lru_cache
def config() -> Config:
    """The configuration of this process, read once.

    Raises `NotUsableError`, naming the setting and its value.
    """
    try:
        return Config()
    except ValidationError as error:
        raise NotUsableError(
            "\n".join(_complaint(found) for found in error.errors())
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise NotUsableError(_unreadable(error)) from None


def _data() -> Path:
    return Path(os.environ.get("NHIPCAU_DATA_DIR") or "data")


def _complaint(found: ErrorDetails) -> str:
    """`NHIPCAU_HTTP_PORT=abc không dùng được: phải là một số nguyên.`"""
    field = str(found["loc"][0]) if found["loc"] else "?"
    name = f"NHIPCAU_{field.upper()}"
    if name not in os.environ:
        name = f"{field} trong {_data() / FILES[0]}"
    secret = Config.model_fields[field].annotation is SecretStr
    value = "" if secret else f" = {found['input']}"
    reason = _REASONS.get(found["type"], "giá trị không hợp lệ")
    return f"Thiết lập {name}{value} không dùng được: {reason}."


def _unreadable(error: Exception) -> str:
    """Which of the two files cannot be read, and where in it."""
    for path in (_data() / name for name in FILES):
        try:
            tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except OSError as reason:
            return f"Không đọc được {path}: {reason.strerror}. Hãy sửa quyền của tệp."
        except ValueError as reason:
            return f"Tệp thiết lập {path} sai cú pháp TOML: {reason}."
    return f"Không đọc được thiết lập: {error}"
