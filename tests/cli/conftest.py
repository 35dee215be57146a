"""The commands, run in this process on the test's own database."""

from collections.abc import Callable

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jumelage.cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def jumelage(starter) -> Run:
    """Run a command on the starter registry; its answer is in ``stdout``, what it says beside is in ``stderr``."""

    def run(*words: object) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
