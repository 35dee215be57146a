"""What the actions of forums have in common: texts in languages, and the trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, record
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import too_long
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Edition, Organiser

LONGEST_NAME, LONGEST_TEXT = 200, 5_000


def problems_with_texts(
    texts: Mapping[str, str], field: str, *, missing: str = "", most: int = LONGEST_TEXT
) -> list[Problem]:
    """Return what is wrong with a text in several languages. ``missing`` is said where none has it, if it must be.

    Fields of forms are called by the text and its language: ``names_en``.
    """
    problems = []
    known = dict(settings.LANGUAGES)
    if missing and not clean(texts):
        problems.append(Problem("missing", f"{field}_{next(iter(known))}", missing))
    for code, text in texts.items():
        if code not in known:
            message = _("The registry does not speak this language: %(code)s.") % {"code": code}
            problems.append(Problem("language", field, message))
        problems += too_long(text, f"{field}_{code}", most)
    return problems


def problems_with_codes(codes: Sequence[str], known: Sequence[str], field: str) -> list[Problem]:
    """Return the problem of codes that are on no list, if any are not."""
    unknown = [code for code in codes if code not in known]
    if not unknown:
        return []
    message = _("Not on the list: %(codes)s.") % {"codes": ", ".join(unknown)}
    return [Problem("unknown", field, message)]


def acting_for(actor: Actor, edition: Edition) -> str:
    """Return the organiser for whom somebody acts; nothing for staff and the operator."""
    if actor.user_id is None or actor.is_staff:
        return ""
    rows = Organiser.objects.filter(edition=edition).select_related(
        "association", "institution", "place"
    )
    for row in rows:
        if row.association is not None and row.association.memberships.filter(
            user=actor.user_id, state="active"
        ):
            return row.association.name
        if row.place_id in actor.places or row.institution_id in actor.institutions:
            return str(row.target)
    return ""


def record_edition(
    actor: Actor,
    edition: Edition,
    action: str,
    *,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    public: bool | None = None,
) -> None:
    """Write into the trail what an organiser did; ``public``: whether readers see it, by default if they see the
    edition.
    """
    record(
        actor=actor,
        action=action,
        target=f"edition:{edition.pk}",
        changes=changes,
        reason=reason,
        acting_for=acting_for(actor, edition),
        registry=edition.state != Edition.DRAFT if public is None else public,
    )
