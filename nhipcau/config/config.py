"""What an operator may set: environment, then `nhipcau.toml`, then the default."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

Port = Annotated[int, Field(ge=1, le=65535)]


class Config(BaseSettings):
    """One installation. Environment names carry the prefix `NHIPCAU_`."""

    model_config = SettingsConfigDict(env_prefix="NHIPCAU_", extra="ignore")

    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    language: str = "vi"
    demo: bool = False

    http_port: Port = 8080
    https_port: Port = 8443
    engine_port: Port = 7880
    engine_tcp_port: Port = 7881
    engine_udp_port: Port = 7882
    hook_port: Port = 7979
    node_ip: str = ""

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
        data = Path(os.environ.get("NHIPCAU_DATA_DIR", "data"))
        files = (
            TomlConfigSettingsSource(settings_cls, data / name)
            for name in ("nhipcau.toml", "secrets.toml")
        )
        return (init_settings, env_settings, *files)


@lru_cache
def config() -> Config:
    """The configuration of this process, read once."""
    return Config()
