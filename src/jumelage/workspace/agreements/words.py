"""Words of these pages: states and choices. Whole sentences, in the reader's language."""

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.agreements.domain.clauses import LANGUAGES as WITH_TEMPLATES
from jumelage.agreements.domain.proposals import State
from jumelage.agreements.models import Agreement, Proposal
from jumelage.agreements.paper.labels import LABELS
from jumelage.agreements.queries import SeenAgreement, SeenProposal
from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.places.domain.countries import sort_key
from jumelage.places.models import Place

#: Languages of agreements beside those whose paper is labelled in them.
_MORE_LANGUAGES = (
    "ar", "az", "ca", "et", "eu", "fa", "ga", "gl", "he", "hr", "hy", "is", "ja", "ka", "kk", "ko", "ky", "lt", "lv",
    "mk", "mn", "sl", "sq", "sr", "tg", "tr", "uz", "vi", "zh",
)  # fmt: skip


def language_choices() -> list[tuple[str, str]]:
    """Return none, the languages that have templates, then all others by name."""
    names = Locale(reader_language()).languages
    first = [(code, str(names[code])) for code in WITH_TEMPLATES]
    rest = [(code, str(names[code])) for code in {*LABELS, *_MORE_LANGUAGES} - set(WITH_TEMPLATES)]
    rest.sort(key=lambda choice: sort_key(choice[1], reader_language()))
    return [("", pgettext("language of an agreement", "none")), *first, *rest]


def proposal_title(seen: SeenProposal) -> str:
    """Return what a proposal is called: “Proposal to San Diego”."""
    own = seen.proposal.proposer_id == seen.place.pk
    said = _("Proposal to %(place)s") if own else _("Proposal of %(place)s")
    return said % {"place": seen.other.local_name}


def proposal_state(seen: SeenProposal) -> str:
    """Return where a proposal stands, in a sentence."""
    names = {"place": seen.other.local_name}
    answer = closing_answer(seen.proposal)
    own = answer is not None and answer.by_id == seen.place.pk
    if seen.position.is_open:
        said = (
            _("It is your turn to answer.")
            if seen.is_own_turn
            else _("It waits for the answer of %(place)s.")
        )
    elif seen.position.state is State.ACCEPTED:
        said = _("You accepted it.") if own else _("%(place)s accepted it.")
    elif seen.position.state is State.DECLINED:
        said = _("You declined it.") if own else _("%(place)s declined it.")
    else:
        said = _("You withdrew it.") if own else _("%(place)s withdrew it.")
    return said % names


def closing_answer(proposal: Proposal):  # type: ignore[no-untyped-def]
    """Return the answer that closed a proposal, if one did and it still counts."""
    answers = [answer for answer in proposal.answers.all() if answer.objected_at is None]
    return answers[-1] if answers else None


def agreement_state(agreement: Agreement, place: Place, other: Place) -> str:
    """Return where an agreement stands, in a sentence, as one of its sides sees it."""
    if agreement.dropped_at is not None:
        return _("Given up before it was signed.")
    if agreement.in_force_on is not None:
        ends = None if agreement.renewal == Agreement.AUTOMATIC else agreement.expires_on
        has_run_out = ends is not None and ends < today()
        return _("It has expired.") if has_run_out else _("In force.")
    signed = {one.place_id for one in agreement.signatures.all() if one.withdrawn_at is None}
    names = {"place": other.local_name}
    if place.pk in signed:
        return _("You have signed; %(place)s has not yet.") % names
    if other.pk in signed:
        return _("%(place)s has signed; your signature is missing.") % names
    return _("Its text is being written.")


def seen_state(seen: SeenAgreement) -> str:
    """Return where an agreement stands, in a sentence."""
    return agreement_state(seen.agreement, seen.place, seen.other)
