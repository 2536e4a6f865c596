"""All settings, from `DALIL_*` variables of the environment (docs/settings.md)."""

from functools import lru_cache
from pathlib import Path
from typing import Self

from limits import parse_many
from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.secret_file import kept_secret
from gateway.bearer import bearer
from gateway.whatsapp.graph import DEFAULT_URL

ROOT = Path(__file__).resolve().parent.parent

WHATSAPP_SETTINGS = (
    "DALIL_WHATSAPP_APP_SECRET",
    "DALIL_WHATSAPP_VERIFY_TOKEN",
    "DALIL_WHATSAPP_TOKEN",
    "DALIL_WHATSAPP_PHONE_NUMBER_ID",
)


class Settings(BaseSettings):
    """Every setting has a safe default; a wrong value stops the start with a sentence that names it."""

    model_config = SettingsConfigDict(env_prefix="DALIL_", extra="ignore", hide_input_in_errors=True)

    port: int = Field(default=8000, ge=1, le=65535, validation_alias=AliasChoices("PORT", "DALIL_PORT"))
    """Port of the web server, the only one that faces the network."""
    host: str = "127.0.0.1"
    """Address the web server listens on; 0.0.0.0 to be reached from other machines."""
    engine_port: int = Field(default=5005, ge=1, le=65535)
    """Port of the Rasa engine, on loopback."""
    actions_port: int = Field(default=5055, ge=1, le=65535)
    """Port of the action server, on loopback."""
    data: Path = ROOT / "var"
    """Folder for database, model, search index and secrets."""
    database_url: str = ""
    """SQLAlchemy address of the database; empty: a SQLite file in the data folder."""
    api_rate: str = "120/minute"
    """How often one caller may ask the open API: a number, "/", and second, minute, hour or day."""
    chat_rate: str = "600/minute"
    """How often one caller may ask the chat page's server, counted over everybody behind one address."""
    sender_limit: int = Field(default=20, ge=1)
    """How many messages a person may send within a minute; danger is answered whatever the number."""
    operator: str = Field(default="", max_length=100)
    """Name of who runs this Dalil, for the privacy notice."""
    public_url: str = Field(default="", pattern="^(https?://.*)?$")
    """Where people reach this installation from outside, such as https://dalil.example.org; empty: on this machine."""
    retention_days: int = Field(default=90, ge=1, le=3650)
    """After so many days messages, addresses and what the engine remembers are deleted."""
    address_key: SecretStr = SecretStr("")
    """Secret that encrypts addresses; empty: one is made and kept in the data folder."""
    whatsapp_app_secret: SecretStr = SecretStr("")
    """Secret of the Meta app, which signs what WhatsApp delivers."""
    whatsapp_verify_token: SecretStr = SecretStr("")
    """What Meta shows when the webhook is set up; any text of your own."""
    whatsapp_token: SecretStr = SecretStr("")
    """Access token with which messages are sent."""
    whatsapp_phone_number_id: str = Field(default="", pattern=r"^\d*$")
    """Meta's id of our number; not the number itself."""
    whatsapp_graph_url: str = Field(default=DEFAULT_URL, pattern="^https?://")
    """Meta's Graph API with its version."""
    whatsapp_template: str = ""
    """Name of an approved template that invites people to write again when 24 hours are over; empty: none is sent."""
    transcription_url: str = Field(default="", pattern="^(https?://.*)?$")
    """OpenAI-compatible server that turns voice messages into text, such as http://127.0.0.1:9000/v1; empty: none."""
    transcription_token: SecretStr = SecretStr("")
    """Token of that server, if it wants one."""
    transcription_model: str = "whisper-1"
    """Name of its model."""

    @field_validator("api_rate", "chat_rate")
    @classmethod
    def _is_one_rate(cls, text: str) -> str:
        try:
            (rate,) = parse_many(text)
        except ValueError:
            rate = None
        if rate is None or rate.amount < 1:
            raise ValueError("it is not one rate such as 120/minute")
        return text

    @field_validator("whatsapp_token", "transcription_token")
    @classmethod
    def _fits_a_header(cls, given: SecretStr) -> SecretStr:
        token = given.get_secret_value().strip()
        if token:
            bearer(token)
        return SecretStr(token)

    @model_validator(mode="after")
    def _whatsapp_is_whole(self) -> Self:
        missing = [name for name, value in zip(WHATSAPP_SETTINGS, self._whatsapp, strict=True) if not value]
        if 0 < len(missing) < len(WHATSAPP_SETTINGS):
            raise ValueError(f"WhatsApp needs all of its settings or none; missing: {', '.join(missing)}")
        return self

    @property
    def _whatsapp(self) -> tuple[str, ...]:
        secrets_given = (self.whatsapp_app_secret, self.whatsapp_verify_token, self.whatsapp_token)
        return (*(secret.get_secret_value() for secret in secrets_given), self.whatsapp_phone_number_id)

    @property
    def has_whatsapp(self) -> bool:
        """True when the channel is set up."""
        return all(self._whatsapp)

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data / 'dalil.db'}"

    @property
    def tracker_url(self) -> str:
        """Address of the engine's own conversation store, in the words of its older SQLAlchemy."""
        if self.database_url.startswith("postgresql"):
            return self.database_url.replace("postgresql+psycopg:", "postgresql+psycopg2:", 1)
        return f"sqlite:///{self.data / 'tracker.db'}"

    @property
    def models(self) -> Path:
        """Folder of trained models."""
        return self.data / "models"

    @property
    def search_index(self) -> Path:
        """File of the article index."""
        return self.data / "search" / "articles.pickle"

    @property
    def engine_url(self) -> str:
        """Address of the Rasa engine."""
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def actions_url(self) -> str:
        """Address of the action server."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def links_begin(self) -> str:
        """What links that are passed on to people begin with."""
        return self.public_url.rstrip("/") or self.web_url

    @property
    def web_url(self) -> str:
        """Address of the web server on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "localhost") else self.host  # noqa: S104 - only compared
        return f"http://{host}:{self.port}"

    def secret(self, name: str) -> str:
        """A secret of this installation, made once and kept in the data folder. Raises Problem for an empty file."""
        return kept_secret(self.data / "secrets" / name)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
