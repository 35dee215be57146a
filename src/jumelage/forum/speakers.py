"""Reading who speaks at an edition."""

from collections.abc import Sequence

from django.db.models import Prefetch

from jumelage.forum.models import Edition, Session, Speaker
from jumelage.forum.queries import names_at


def speakers_of(edition: Edition, language: str) -> Sequence[Speaker]:
    """Return who speaks in sessions of an edition, by name, with these as ``spoken``: three queries.

    Who is written down as a speaker agreed to stand in the public agenda; who speaks in no session is left out.
    """
    sessions = Session.objects.order_by("begins", "pk")
    rows = (
        Speaker.objects.filter(edition=edition, sessions__isnull=False)
        .select_related("place")
        .prefetch_related(
            Prefetch("sessions", sessions, to_attr="spoken"), names_at("place", language)
        )
        .order_by("name", "pk")
        .distinct()
    )
    return list(rows)
