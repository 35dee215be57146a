"""Words of contacts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jumelage.contacts.domain.rows import RowProblem
from jumelage.contacts.domain.same import Likeness
from jumelage.contacts.lists import Do

#: What a column of an address list, or of an exported table, holds.
COLUMNS = {
    "place": pgettext_lazy("column of contacts", "Place"),
    "name": pgettext_lazy("column of contacts", "Full name"),
    "given": pgettext_lazy("column of contacts", "First name"),
    "middle": pgettext_lazy("column of contacts", "Middle name or patronymic"),
    "family": pgettext_lazy("column of contacts", "Family name"),
    "function": pgettext_lazy("column of contacts", "Function"),
    "office": pgettext_lazy("column of contacts", "Office"),
    "email": pgettext_lazy("column of contacts", "E-mail"),
    "phone": pgettext_lazy("column of contacts", "Telephone"),
    "languages": pgettext_lazy("column of contacts", "Languages"),
    "time_zone": pgettext_lazy("column of contacts", "Time zone"),
    "address": pgettext_lazy("column of contacts", "Postal address"),
    "url": pgettext_lazy("column of contacts", "Page"),
    "note": pgettext_lazy("column of contacts", "Note"),
}
#: What is done with an entry of an address list.
DO = {
    Do.NEW: pgettext_lazy("entry of an address list", "add as new"),
    Do.UPDATE: pgettext_lazy("entry of an address list", "update the one on record"),
    Do.SKIP: pgettext_lazy("entry of an address list", "leave out"),
}
#: How an entry stands to what is on record.
LIKENESS = {
    Likeness.SAME: gettext_lazy("on record already"),
    Likeness.LIKELY: gettext_lazy("perhaps on record already: look"),
    Likeness.OFFICE_MAIL: gettext_lazy("new; somebody else has the same address"),
    Likeness.NEW: gettext_lazy("new"),
}
#: In what a name stands.
MENTIONED_IN = {
    "logentry": gettext_lazy("in the contact log"),
    "claim": gettext_lazy("on the public register"),
    "office": gettext_lazy("in the text of an office"),
    "person": gettext_lazy("in the note about somebody else"),
}


def column_word(name: str) -> str:
    """Return the word for what a column holds."""
    return str(COLUMNS.get(name, name))


def problem_words(problem: RowProblem) -> str:
    """Return what is wrong in an entry, and what becomes of it."""
    words = {"text": problem.text, "column": column_word(problem.field)}
    said = {
        "empty": _("There is neither a name nor an office."),
        "email": _("“%(text)s” is no e-mail address: left out."),
        "several": _("Several e-mail addresses: %(text)s goes into the note."),
        "language": _("No such language is known here: %(text)s. Left out."),
        "time_zone": _("There is no time zone “%(text)s”: left out."),
        "too_long": _("%(column)s: at most %(text)s letters fit."),
        "card": _("This card cannot be read."),
        "erased": _("This person’s data was erased."),
    }
    return said[problem.code] % words
