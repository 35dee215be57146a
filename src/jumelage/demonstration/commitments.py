"""What the invented towns have promised each other: kept, under way, overdue, waiting for a word."""

from collections.abc import Mapping
from datetime import date, timedelta

from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible
from jumelage.commitments.actions.confirming import confirm
from jumelage.commitments.actions.drafting import draft, propose
from jumelage.commitments.actions.progress import ProgressData, add_progress
from jumelage.commitments.actions.statements import StatementData, answer, say
from jumelage.commitments.domain.states import Kind
from jumelage.commitments.models import Commitment
from jumelage.core.audit import Actor
from jumelage.places.models import Place

#: Who acts for a town, and the town.
Town = tuple[Actor, Place]
_TALKS = {"en": "Talks in Maple Harbor", "ru": "Переговоры в Мейпл-Харборе"}


def promise_each_other(towns: Mapping[str, Town], day: date) -> None:
    """Let the towns promise each other something, and do some of it."""
    _kept(towns["svetlozersk"], towns["maple-harbor"], day)
    _under_way(towns["olkhovsk"], towns["maple-harbor"], day)
    _overdue(towns["olkhovsk"], towns["lindenau-am-see"], day)
    _waiting(towns["maple-harbor"], towns["olkhovsk"], day)


def _kept(first: Town, second: Town, day: date) -> None:
    row = _agreed(
        first,
        second,
        PromiseData(
            titles={"en": "A shelf of each other’s books", "ru": "Полка книг друг друга"},
            texts={
                "en": "Each library sends fifty books, and puts those of the other on a shelf of their own.",
                "ru": "Каждая библиотека посылает пятьдесят книг и ставит книги другой на отдельную полку.",
            },
            owners=_owners(first, second, "Заведующая городской библиотекой"),
            due=(day - timedelta(days=20)).isoformat(),
            theme="media",
            origin=_TALKS,
        ),
        "Head librarian",
        day - timedelta(days=200),
    )
    sent = {"ru": "Пятьдесят книг отправлены.", "en": "Fifty books are on their way."}
    _report(first, row, day - timedelta(days=60), 50, sent)
    said = say(
        actor=second[0],
        place=second[1],
        commitment=row,
        version=_version(row),
        data=StatementData(
            Kind.KEPT,
            day - timedelta(days=25),
            {
                "en": "Both shelves are open to readers.",
                "ru": "Обе полки открыты для читателей.",
            },
        ),
    )
    answer(actor=first[0], place=first[1], statement=said, agrees=True)


def _under_way(first: Town, second: Town, day: date) -> None:
    row = _agreed(
        first,
        second,
        PromiseData(
            titles={
                "en": "Twenty pupils spend a month in the other town",
                "ru": "Двадцать школьников проводят месяц в другом городе",
            },
            texts={
                "en": "Ten from each side, in families, with lessons in the mornings.",
                "ru": "По десять с каждой стороны, в семьях, с уроками по утрам.",
            },
            owners=_owners(first, second, "Начальник управления образования"),
            due=f"{day.year + 1}-09",
            theme="education",
            origin=_TALKS,
        ),
        "Superintendent of schools",
        day - timedelta(days=120),
    )
    found = {"ru": "Восемь семей из десяти найдены.", "en": "Eight families of ten are found."}
    _report(first, row, day - timedelta(days=40), 40, found)
    say(
        actor=second[0],
        place=second[1],
        commitment=row,
        version=_version(row),
        data=StatementData(
            Kind.DUE,
            day,
            {
                "en": "Our school year begins later; the spring after suits the families better.",
                "ru": "Наш учебный год начинается позже; семьям удобнее следующая весна.",
            },
            due=f"{day.year + 2}-04",
        ),
    )


def _overdue(first: Town, second: Town, day: date) -> None:
    _agreed(
        first,
        second,
        PromiseData(
            titles={
                "en": "A joint report on the water of both lakes",
                "ru": "Общий доклад о воде обоих озёр",
            },
            owners=_owners(first, second, "Отдел охраны окружающей среды"),
            due=(day - timedelta(days=45)).isoformat(),
            theme="environment",
        ),
        "Umweltamt",
        day - timedelta(days=400),
    )


def _waiting(first: Town, second: Town, day: date) -> None:
    _proposed(
        first,
        PromiseData(
            titles={"en": "A choir at the other’s town day", "ru": "Хор на дне города у соседей"},
            texts={"en": "One choir from each side, travel paid by its own town."},
            owners=_owners(first, second, "Office of culture"),
            due=f"{day.year + 1}-06-14",
            theme="culture",
        ),
    )


def _owners(first: Town, second: Town, post: str) -> tuple[OwnerData, OwnerData]:
    return OwnerData(first[1], Responsible(function=post)), OwnerData(second[1])


def _proposed(first: Town, data: PromiseData) -> Commitment:
    actor, place = first
    row = draft(actor=actor, place=place, data=data)
    return propose(actor=actor, place=place, commitment=row, version=row.version, wants_public=True)


def _agreed(first: Town, second: Town, data: PromiseData, post: str, on: date) -> Commitment:
    row = _proposed(first, data)
    actor, place = second
    confirm(
        actor=actor,
        place=place,
        commitment=row,
        version=row.version,
        responsible=Responsible(function=post),
        wants_public=True,
    )
    # A demonstration begins in the middle: the invented towns agreed long ago.
    Commitment.objects.filter(pk=row.pk).update(agreed_on=on)
    return row


def _report(town: Town, row: Commitment, on: date, share: int, texts: Mapping[str, str]) -> None:
    actor, place = town
    add_progress(actor=actor, place=place, commitment=row, data=ProgressData(on, texts, share))


def _version(row: Commitment) -> int:
    return Commitment.objects.values_list("version", flat=True).get(pk=row.pk)
