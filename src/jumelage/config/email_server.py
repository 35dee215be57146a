"""The server that sends e-mail, given by an address."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

HELP = "write smtp://user:password@host:587, smtps://user:password@host:465, or console:"


@dataclass(frozen=True, slots=True)
class EmailServer:
    """A server that takes e-mail; without a host, messages are printed."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    #: Encrypted from the first byte (``smtps``), or after a greeting in the clear (``smtp``).
    implicit_tls: bool = False
    start_tls: bool = False

    @property
    def backend(self) -> str:
        """Django's name for the way to send."""
        return f"django.core.mail.backends.{'smtp' if self.host else 'console'}.EmailBackend"


def read_email_server(url: str) -> EmailServer:
    """Understand ``smtp://`` (encrypted by STARTTLS, unless it says ``?tls=0``), ``smtps://`` and ``console:``.

    Raises:
        ValueError: it is none of these. The password is not repeated.
    """
    if url == "console:":
        return EmailServer()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"JUMELAGE_EMAIL_URL cannot be understood: {HELP}") from error
    query = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or set(query) - {"tls"}:
        raise ValueError(f"JUMELAGE_EMAIL_URL cannot be understood: {HELP}")
    implicit = parts.scheme == "smtps"
    return EmailServer(
        host=parts.hostname,
        port=port or (465 if implicit else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=implicit,
        start_tls=not implicit and query.get("tls", [""])[0] not in {"0", "no", "false"},
    )
