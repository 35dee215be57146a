"""Words of the workspace."""

from django.utils.translation import pgettext_lazy

#: Why a name could not be matched, by the code of the question.
CODES = {
    "ambiguous": pgettext_lazy("open question", "several places have this name"),
    "none": pgettext_lazy("open question", "no place found"),
    "taken": pgettext_lazy("open question", "the place is taken by another name of the source"),
    "country": pgettext_lazy("open question", "country not known"),
}


def code_word(code: str) -> str:
    """Return the words for the code of a question."""
    return str(CODES.get(code, code))
