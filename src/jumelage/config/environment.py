"""The settings of an installation: each an environment variable, documented in docs/operating.md (a test compares)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from platformdirs import user_data_path

from jumelage.config.email_server import EmailServer, read_email_server


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable: its name, its default as the documents show it, and what it is for."""

    name: str
    default: str
    purpose: str


VARIABLES = (
    Variable("JUMELAGE_DATA_DIR", "the user’s data folder", "folder of everything that is kept"),
    Variable("DATABASE_URL", "SQLite in the data folder", "address of a PostgreSQL database"),
    Variable("JUMELAGE_HOSTS", "localhost,127.0.0.1,[::1]", "host names under which it is reached"),
    Variable("JUMELAGE_BASE_URL", "http://127.0.0.1:8000", "public address, for feeds and cards"),
    Variable("JUMELAGE_SECRET_KEY", "made at the first start", "key that signs what users carry"),
    Variable("JUMELAGE_HTTPS", "0", "1 where it is reached by HTTPS only"),
    Variable("JUMELAGE_PROXIES", "0", "proxies in front of it that name the visitor’s address"),
    Variable("JUMELAGE_EMAIL_URL", "console:", "server that sends e-mail"),
    Variable("JUMELAGE_EMAIL_FROM", "Jumelage <jumelage@localhost>", "sender of e-mail"),
    Variable(
        "JUMELAGE_DEMO", "0", "1 shows codes to sign in on the page: never on a real registry"
    ),
    Variable("JUMELAGE_DEBUG", "0", "1 shows errors in full: never on a public server"),
    Variable("JUMELAGE_ACTIVE_YEARS", "2", "years within which a tie counts as active"),
    Variable("JUMELAGE_QUIET_YEARS", "5", "years within which a tie counts as quiet"),
    Variable("JUMELAGE_ATLAS_MAX_TIES", "200000", "ties the atlas shows at most"),
    Variable("JUMELAGE_WISH_MESSAGE_DAYS", "90", "days messages stay after their wish is closed"),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables, read and understood."""

    data_dir: Path
    database_url: str
    hosts: list[str]
    base_url: str
    secret_key: str
    https: bool
    proxies: int
    email: EmailServer
    email_from: str
    demo: bool
    debug: bool
    active_years: int
    quiet_years: int
    atlas_max_ties: int
    wish_message_days: int


def read_environment(env: Mapping[str, str] | None = None) -> Environment:
    """Read the settings.

    Raises:
        ValueError: a variable cannot be understood; the message names it.
    """
    env = os.environ if env is None else env
    data_dir = Path(env.get("JUMELAGE_DATA_DIR") or user_data_path("jumelage")).expanduser()
    data_dir = data_dir.resolve()
    return Environment(
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'jumelage.sqlite3'}",
        hosts=_list(env.get("JUMELAGE_HOSTS") or "localhost,127.0.0.1,[::1]"),
        base_url=(env.get("JUMELAGE_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        secret_key=env.get("JUMELAGE_SECRET_KEY") or _kept_secret(data_dir),
        https=_flag(env, "JUMELAGE_HTTPS"),
        proxies=_number(env, "JUMELAGE_PROXIES", 0, least=0),
        email=read_email_server(env.get("JUMELAGE_EMAIL_URL") or "console:"),
        email_from=_sender(env.get("JUMELAGE_EMAIL_FROM") or "Jumelage <jumelage@localhost>"),
        demo=_flag(env, "JUMELAGE_DEMO"),
        debug=_flag(env, "JUMELAGE_DEBUG"),
        active_years=_number(env, "JUMELAGE_ACTIVE_YEARS", 2),
        quiet_years=_number(env, "JUMELAGE_QUIET_YEARS", 5),
        atlas_max_ties=_number(env, "JUMELAGE_ATLAS_MAX_TIES", 200_000),
        wish_message_days=_number(env, "JUMELAGE_WISH_MESSAGE_DAYS", 90),
    )


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "0").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name} is “{text}”: write 1 or 0")


def _number(env: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ValueError(f"{name} is “{text}”: write a whole number of at least {least}")
    return int(text)


def _sender(text: str) -> str:
    _name, address = parseaddr(text)
    if "@" not in address or "\n" in text:
        raise ValueError(f"JUMELAGE_EMAIL_FROM is “{text}”: write “Name <name@example.org>”")
    return text


def _kept_secret(data_dir: Path) -> str:
    """Return the key in the data folder; make it at the first start, readable by its owner alone."""
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
