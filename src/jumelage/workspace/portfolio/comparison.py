"""What comparable places do, in words and a small table."""

from dataclasses import dataclass

from django.utils.translation import gettext

from jumelage.places.models import Place
from jumelage.ties.domain.terms import Form
from jumelage.workspace.domain.peers import Peers, Practice, Spread
from jumelage.workspace.portfolio.peers import EACH_SIDE
from jumelage.workspace.portfolio.table import form_word
from jumelage.workspace.portfolio.wording import (
    say_basis,
    say_compared,
    say_countries,
    say_number,
    say_share,
    say_too_few,
)

#: So many forms are compared: the commonest elsewhere.
FORMS = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table: what, how it is here, how elsewhere, and the range of the middle half there."""

    what: str
    here: str
    there: str
    range: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonShown:
    """The comparison in words. Without rows, ``sentence`` says why there is none."""

    sentence: str
    basis: str = ""
    rows: tuple[Measure, ...] = ()


def comparison_shown(place: Place, own: Practice, peers: Peers | None) -> ComparisonShown:
    """Return what comparable places do beside what the place does."""
    if peers is None or not peers.is_enough:
        return ComparisonShown(say_too_few(place, peers))
    there = peers.practice
    rows = [
        Measure(gettext("Ties in force"), say_number(own.ties), *_spread(peers.ties)),
        Measure(
            gettext("Partner countries"),
            say_number(own.country_count),
            *_spread(peers.partner_countries),
        ),
        Measure(
            gettext("Active, of ties of which anything is known"),
            say_share(own.active), say_share(there.active),
        ),
        Measure(
            gettext("Dormant, of ties of which anything is known"),
            say_share(own.dormant), say_share(there.dormant),
        ),
        *(_form(form, own, there) for form in list(there.forms)[:FORMS]),
        Measure(
            gettext("Commonest partner countries"),
            say_countries(own.countries[:3]), say_countries(there.countries[:3]),
        ),
    ]  # fmt: skip
    known = tuple(row for row in rows if row.there != "–")
    return ComparisonShown(
        say_compared(place, own.ties, peers), say_basis(place, peers, 2 * EACH_SIDE), known
    )


def _spread(spread: Spread) -> tuple[str, str]:
    """Return the middle value, and the range of the middle half."""
    return say_number(spread.middle), f"{say_number(spread.low)}–{say_number(spread.high)}"


def _form(form: Form, own: Practice, there: Practice) -> Measure:
    what = gettext("Form: %(form)s") % {"form": form_word(form.value)}
    return Measure(
        what,
        say_share(own.forms.get(form, 0.0) if own.forms else None),
        say_share(there.forms[form]),
    )
