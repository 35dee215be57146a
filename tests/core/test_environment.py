"""Settings are read from the environment, and refused by name when they cannot be understood."""

import stat

import pytest

from jumelage.config.email_server import EmailServer, read_email_server
from jumelage.config.environment import read_environment


def test_without_any_variable_there_is_a_default_for_each(tmp_path):
    environment = read_environment({"JUMELAGE_DATA_DIR": str(tmp_path)})
    assert environment.database_url == f"sqlite:///{tmp_path / 'jumelage.sqlite3'}"
    assert environment.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (environment.https, environment.debug) == (False, False)
    assert (environment.active_years, environment.quiet_years) == (2, 5)


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    env = {"JUMELAGE_DATA_DIR": str(tmp_path / "new")}
    first, second = read_environment(env), read_environment(env)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 50
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600


def test_values_are_understood(tmp_path):
    environment = read_environment(
        {
            "JUMELAGE_DATA_DIR": str(tmp_path),
            "JUMELAGE_HOSTS": "twin.example, www.twin.example,",
            "JUMELAGE_BASE_URL": "https://twin.example/",
            "JUMELAGE_HTTPS": "yes",
            "JUMELAGE_SECRET_KEY": "given",
        }
    )
    assert environment.hosts == ["twin.example", "www.twin.example"]
    assert environment.base_url == "https://twin.example"
    assert environment.https is True
    assert environment.secret_key == "given"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JUMELAGE_HTTPS", "maybe"),
        ("JUMELAGE_ACTIVE_YEARS", "two"),
        ("JUMELAGE_QUIET_YEARS", "0"),
        ("JUMELAGE_ATLAS_MAX_TIES", "-5"),
        ("JUMELAGE_ATLAS_MAX_TIES", "²"),
        ("JUMELAGE_PROXIES", "-1"),
        ("JUMELAGE_DEMO", "perhaps"),
        ("JUMELAGE_EMAIL_URL", "mail.example.org"),
        ("JUMELAGE_EMAIL_URL", "http://mail.example.org"),
        ("JUMELAGE_EMAIL_URL", "smtp://"),
        ("JUMELAGE_EMAIL_URL", "smtp://mail.example.org:port"),
        ("JUMELAGE_EMAIL_URL", "smtp://mail.example.org/?ssl=1"),
        ("JUMELAGE_EMAIL_FROM", "Twin towns"),
        ("JUMELAGE_EMAIL_FROM", "Twin <a@example.org>\nBcc: b@example.org"),
    ],
)
def test_a_value_that_is_none_is_named(tmp_path, name, value):
    with pytest.raises(ValueError, match=name):
        read_environment({"JUMELAGE_DATA_DIR": str(tmp_path), name: value})


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("console:", EmailServer()),
        ("smtp://mail.example.org", EmailServer("mail.example.org", 587, start_tls=True)),
        (
            "smtp://anna%40example.org:p%3Ass@mail.example.org:25/",
            EmailServer("mail.example.org", 25, "anna@example.org", "p:ss", start_tls=True),
        ),
        ("smtp://localhost:25/?tls=0", EmailServer("localhost", 25)),
        ("smtp://mail.example.org/?tls", EmailServer("mail.example.org", 587, start_tls=True)),
        ("smtps://mail.example.org", EmailServer("mail.example.org", 465, implicit_tls=True)),
    ],
)
def test_servers_for_email_are_understood(url, server):
    assert read_email_server(url) == server
    assert ("smtp" in server.backend) is bool(server.host)


def test_a_password_is_not_repeated_in_a_refusal():
    with pytest.raises(ValueError, match="JUMELAGE_EMAIL_URL") as refused:
        read_email_server("imap://anna:secret@mail.example.org")
    assert "secret" not in str(refused.value)
