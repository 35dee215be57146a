"""The reader's language."""

from django.utils.translation import get_language


def reader_language() -> str:
    """Return the language of the present request without its region: ``en``, ``ru``."""
    return (get_language() or "en").split("-")[0]
