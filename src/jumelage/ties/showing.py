"""Claims with their words, and what stands beside them: what shows them, who recorded them, who disputes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.documents.domain.checks import PDF
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.ties.dispute_words import say_last_named
from jumelage.ties.domain.terms import Side
from jumelage.ties.domain.validation import Flag
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.queries import Moment
from jumelage.ties.wording import language, say_claim, say_date, say_day

FLAGS = {
    Flag.ENDS_BEFORE_BEGINNING: _("Ends before it begins: one of the two dates must be wrong."),
    Flag.UNUSUALLY_OLD: _("Unusually old: worth a second look."),
    Flag.IN_THE_FUTURE: _("Lies in the future."),
    Flag.AFTER_ITS_SOURCE: _("Is dated after its source was published."),
}


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document that everybody may read."""

    title: str
    address: str
    sha256: str
    size: int
    language: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """What a place says against a claim, and what came of it as far as it was known."""

    number: int
    words: str  # who disputes it, since when
    reason: str
    outcome: str
    answer: str
    document: DocumentShown | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a claim."""

    document: DocumentShown | None = None
    recorded: str = ""
    objections: Sequence[ObjectionShown] = ()


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with its words."""

    claim: Claim
    words: str
    when: str
    state_then: str
    flags: Sequence[str]
    is_known: bool
    on_record: str
    last_named: str  # in which edition, if the claim is of a list imported
    beside: Beside = field(default_factory=Beside)


def claims_shown(
    tie: Tie, claims: Iterable[Claim], moment: Moment, *, beside: bool = False
) -> list[ClaimShown]:
    """Return the claims with their words, in the order of their dates.

    Args:
        tie: with both places and their names.
        claims: of the tie, with their sources.
        moment: as known when; what came on record later is marked.
        beside: whether what stands beside the claims is told too: it must have been fetched (:func:`claims_of`).
    """
    names = {Side.A: tie.place_a.local_name, Side.B: tie.place_b.local_name, Side.BOTH: ""}
    by_place = {tie.place_a_id: names[Side.A], tie.place_b_id: names[Side.B]}
    dated = [(claim, claim.for_arithmetic()) for claim in claims]
    dated.sort(key=lambda pair: (pair[1].counts_from, pair[0].pk))
    return [
        ClaimShown(
            claim=claim,
            words=say_claim(claim.kind, names[arithmetic.side]),
            when=say_date(claim.when),
            state_then=", ".join(
                country_name(code, language())
                for code in (claim.country_a_then, claim.country_b_then)
                if code
            ),
            flags=[str(FLAGS[Flag(flag)]) for flag in claim.flags],
            is_known=claim.recorded_at.date() <= moment.known_by,
            on_record=say_day(claim.recorded_at.date()),
            last_named=say_last_named(claim),
            beside=beside_of(claim, moment, by_place) if beside else Beside(),
        )
        for claim, arithmetic in dated
    ]


def beside_of(claim: Claim, moment: Moment, names: Mapping[int, str]) -> Beside:
    """Return what stands beside a claim, as known at a moment. Nothing in it is private.

    Args:
        claim: with what stands beside it (:func:`claims_of`).
        moment: as known when.
        names: of the places of both sides in the reader's language, by their ids.
    """
    return Beside(
        document=document_shown(claim.document),
        recorded=_say_recorded(claim, names),
        objections=[
            _objection_shown(objection, moment, names)
            for objection in claim.stated_objections  # type: ignore[attr-defined]  # fetched
            if objection.stated_at.date() <= moment.known_by
        ],
    )


def document_shown(document: Document | None) -> DocumentShown | None:
    """Return a document as everybody may read it; nothing if not everybody may."""
    if document is None or document.visibility != Document.PUBLIC or document.removed_at:
        return None
    return DocumentShown(
        title=document.title,
        address=address_of(document),
        sha256=document.sha256,
        size=document.size,
        language=document.language,
        is_picture=document.content_type != PDF.content_type,
    )


def _say_recorded(claim: Claim, names: Mapping[int, str]) -> str:
    if claim.is_joint:
        return gettext("Both sides declared this here.")
    if claim.entered_for is None:
        return ""
    return gettext("Recorded by the office of %(place)s.") % {
        "place": _name(claim.entered_for, names)
    }


def _objection_shown(
    objection: Objection, moment: Moment, names: Mapping[int, str]
) -> ObjectionShown:
    decided = objection.decided_at.date() if objection.decided_at else None
    is_open = decided is None or decided > moment.known_by
    said = {"place": _name(objection.place, names), "date": say_day(objection.stated_at.date())}
    if is_open or decided is None:
        words, outcome = gettext("%(place)s disputes this (%(date)s):") % said, ""
    else:
        words = gettext("%(place)s disputed this (%(date)s):") % said
        outcome = _outcome(objection) % {"date": say_day(decided)}
    return ObjectionShown(
        number=objection.pk,
        words=words,
        reason=objection.reason,
        outcome=outcome,
        answer="" if is_open else objection.answer,
        document=document_shown(objection.document),
    )


def _outcome(objection: Objection) -> str:
    if objection.state == Objection.UPHELD:
        return gettext("Upheld on %(date)s: the claim was taken back.")
    return gettext("Declined on %(date)s: the claim stands.")


def _name(place: Place, names: Mapping[int, str]) -> str:
    return names.get(place.pk) or place.name
