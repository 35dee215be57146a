"""An edition, those who run it, and an officer of a place."""

from tests.forum.conftest import (  # noqa: F401 - fixtures
    draft,
    edition,
    officer,
    organiser,
    series,
    town,
    union,
)
