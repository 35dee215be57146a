"""What the towns promised each other at the former edition of the large forum: kept, under way, overdue."""

from dataclasses import dataclass
from datetime import date, timedelta

from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible
from jumelage.commitments.actions.confirming import confirm
from jumelage.commitments.actions.progress import ProgressData, add_progress
from jumelage.commitments.actions.statements import StatementData, answer, say
from jumelage.commitments.domain.states import Kind
from jumelage.commitments.models import Commitment
from jumelage.demonstration.large_forum import Gathering, Guest
from jumelage.forum.actions.commitments import promise_by_decision
from jumelage.forum.actions.decisions import add_decision


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of two towns: what, about what, the post on each side, due so many days from now (before: less)."""

    towns: tuple[str, str]
    titles: dict[str, str]
    theme: str
    posts: tuple[str, str]
    due: int
    done: str = ""  # “kept”, or a share in per cent; nothing: nothing was heard


DECISIONS = (
    {
        "en": "Towns that are twins write down what they will do by the next forum, and say there what became of it.",
        "ru": "Города-побратимы записывают, что сделают к следующему форуму, и отчитываются на нём.",
    },
    {"en": "To meet again in Rechnograd.", "ru": "Встретиться снова в Речнограде."},
)
PROMISES = (
    Promise(
        ("listvenets", "heron-falls"),
        {"en": "Two schools teach one lesson a week together", "ru": "Две школы проводят один общий урок в неделю"},
        "education", ("Отдел образования", "Superintendent of schools"), -90, "kept",
    ),
    Promise(
        ("staromostsk", "old-mill-ferry"),
        {"en": "An exhibition of both museums travels", "ru": "Выставка двух музеев едет в другой город"},
        "heritage", ("Городской музей", "Town museum"), 140, "60",
    ),
    Promise(
        ("tikhomorsk", "juniper-bend"),
        {"en": "A guide to both coasts for hikers", "ru": "Путеводитель по двум побережьям для туристов"},
        "tourism", ("Отдел туризма", "Visitor bureau"), -30, "30",
    ),
    Promise(
        ("rechnograd", "copperspring"),
        {"en": "Bus arrivals as open data in both towns", "ru": "Прибытие автобусов — открытые данные в обоих городах"},
        "smart_city", ("Управление транспорта", "Transit office"), 40,
    ),
)  # fmt: skip


def promise_at_former(gathering: Gathering, day: date) -> list[Commitment]:
    """Write down the decisions of the former edition and what follows from them; return the commitments."""
    decisions = [
        add_decision(actor=gathering.keeper, edition=gathering.former, texts=texts)
        for texts in DECISIONS
    ]
    found = []
    for promise in PROMISES:
        sides = [gathering.guests[slug] for slug in promise.towns]
        data = PromiseData(
            titles=promise.titles,
            owners=[OwnerData(side.place) for side in sides],
            due=(day + timedelta(days=promise.due)).isoformat(),
            theme=promise.theme,
        )
        row = promise_by_decision(actor=gathering.keeper, decision=decisions[0], data=data)
        for side, post in zip(sides, promise.posts, strict=True):
            confirm(
                actor=side.officer, place=side.place, commitment=row, version=_version(row),
                responsible=Responsible(function=post), wants_public=True,
            )  # fmt: skip
        # A demonstration begins in the middle: the invented towns agreed at the forum.
        Commitment.objects.filter(pk=row.pk).update(agreed_on=gathering.former.last_day)
        _go_on(row, promise, sides, day)
        found.append(row)
    return found


def _go_on(row: Commitment, promise: Promise, sides: list[Guest], day: date) -> None:
    first, second = sides
    if promise.done == "kept":
        said = say(
            actor=first.officer, place=first.place, commitment=row, version=_version(row),
            data=StatementData(
                Kind.KEPT, day - timedelta(days=95),
                {"en": "Every Thursday since spring.", "ru": "Каждый четверг с весны."},
            ),
        )  # fmt: skip
        answer(actor=second.officer, place=second.place, statement=said, agrees=True)
    elif promise.done:
        words = {"en": "Begun; the other half follows.", "ru": "Начато; вторая половина впереди."}
        data = ProgressData(day - timedelta(days=50), words, int(promise.done))
        add_progress(actor=first.officer, place=first.place, commitment=row, data=data)


def _version(row: Commitment) -> int:
    return Commitment.objects.values_list("version", flat=True).get(pk=row.pk)
