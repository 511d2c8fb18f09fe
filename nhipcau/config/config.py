"""What an operator may set: environment, then `nhipcau.toml`, then the default."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Config(BaseSettings):
    """One installation. Environment names carry the prefix `NHIPCAU_`."""

    model_config = SettingsConfigDict(env_prefix="NHIPCAU_", extra="ignore")

    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    language: str = "vi"
    demo: bool = False

    http_port: int = Field(8080, ge=1, le=65535)
    https_port: int = Field(8443, ge=1, le=65535)
    engine_port: int = Field(7880, ge=1, le=65535)
    engine_tcp_port: int = Field(7881, ge=1, le=65535)
    engine_udp_port: int = Field(7882, ge=1, le=65535)
    hook_port: int = Field(7979, ge=1, le=65535)
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
