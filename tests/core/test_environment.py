"""Settings are read from the environment, and refused by name when they cannot be understood."""

import stat

import pytest

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
    ],
)
def test_a_value_that_is_none_is_named(tmp_path, name, value):
    with pytest.raises(ValueError, match=name):
        read_environment({"JUMELAGE_DATA_DIR": str(tmp_path), name: value})
