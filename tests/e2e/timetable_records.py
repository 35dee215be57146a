"""Puts a small forum into the registry that a browser test looks at: ``python -m tests.e2e.timetable_records``.

Six delegations, two tables, six times, an interpreter, nine meetings agreed. Prints as JSON what
the test has to know.
"""

import json
import os
import sys
from datetime import UTC, datetime, time, timedelta


def main() -> None:
    """Make the records, and print their numbers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
    import django

    django.setup()
    json.dump(_made(), sys.stdout)


def _made() -> dict[str, object]:
    from jumelage.core.audit import OPERATOR
    from jumelage.forum.models import Edition, MeetingRules
    from jumelage.memberships.actions import add_member, keep_association
    from tests.forum.timetables.small import add_interpreter, add_meeting, add_tables

    union = keep_association(actor=OPERATOR, name="Union of the Test", countries=["RU"])
    add_member(
        actor=OPERATOR, email="timetable@union.example", target=union, role="officer", name="Marina"
    )
    edition = _edition(union)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.OPEN)
    MeetingRules.objects.create(edition=edition, is_public=True)
    _slots(edition)
    add_tables(edition, 2)
    add_interpreter(edition, "ru", "en")
    russian = [_delegation(edition, name, ("ru",), ("ru", "en")) for name in _places("RU")]
    american = [_delegation(edition, name, ("en",)) for name in _places("US")]
    for one in russian:
        for other in american:
            add_meeting(one, other)
    add_member(
        actor=OPERATOR, email="timetable@town.example", target=russian[0].place, role="officer", name="Oleg"
    )  # fmt: skip
    return {
        "edition": edition.pk,
        "series": edition.series.slug,
        "slug": edition.slug,
        "place": russian[0].place_id,
        "delegation": russian[0].pk,
        "town": russian[0].place.name,
        "others": [one.place.name for one in american],
    }


def _edition(union):  # type: ignore[no-untyped-def]
    from jumelage.core.audit import OPERATOR
    from jumelage.core.clock import today
    from jumelage.forum.actions.editions import (
        EditionData,
        SeriesData,
        create_edition,
        create_series,
    )

    series = create_series(
        actor=OPERATOR, association=union, data=SeriesData({"en": "Forum of the Test"})
    )
    day = (today() + timedelta(days=30)).isoformat()
    data = EditionData({"en": "Spring forum"}, day, time_zone="Europe/Moscow")
    return create_edition(actor=OPERATOR, series=series, data=data)


def _slots(edition) -> None:  # type: ignore[no-untyped-def]
    from jumelage.forum.models import MeetingSlot

    begins = datetime.combine(edition.first_day, time(6), UTC)
    for number in range(6):
        at = begins + timedelta(minutes=30 * number)
        MeetingSlot.objects.create(edition=edition, begins=at, ends=at + timedelta(minutes=25))


def _places(country: str):  # type: ignore[no-untyped-def]
    from jumelage.places.models import Place

    return list(Place.objects.filter(country=country, kind="city").order_by("pk")[:3])


def _delegation(edition, place, *people):  # type: ignore[no-untyped-def]
    from jumelage.core.clock import now, today
    from jumelage.forum.models import Delegation, Member

    made = Delegation.objects.create(
        edition=edition, place=place, state="approved", quota=3, invited_at=now()
    )
    for number, languages in enumerate(people):
        Member.objects.create(
            delegation=made, name=f"{place.name} {number + 1}", languages=list(languages),
            consent_on=today(), is_head=number == 0, named_at=now(),
        )  # fmt: skip
    return made


if __name__ == "__main__":
    main()
