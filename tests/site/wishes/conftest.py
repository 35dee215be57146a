"""Two places with officers and a wish, as the tests of the actions have them."""

from tests.partners.conftest import museum, officer, other, town, wish  # noqa: F401 - fixtures
from tests.site.conftest import get  # noqa: F401 - a fixture
