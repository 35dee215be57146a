"""An invented forum in the invented towns: open for delegations, its agenda with a clash, one delegation to approve."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jumelage.core.audit import Actor
from jumelage.demonstration.people import KEEPER
from jumelage.demonstration.towns import World
from jumelage.forum.actions import agenda, decisions, delegations, editions, members
from jumelage.forum.actions.agenda import SessionData, SpeakerData
from jumelage.forum.actions.editions import EditionData, SeriesData
from jumelage.forum.models import Edition
from jumelage.memberships.models import Association

#: The forum begins so many days from now, and people are named until so many days before.
AHEAD, BEFORE = 40, 10
ZONE = "Europe/Moscow"
#: Day, from, until, kind, titles, room, theme, who speaks, spoken, interpreted into.
SESSIONS = (
    (0, "09:30", "10:30", "ceremony", {"en": "Opening", "ru": "Открытие"}, 0, "", (0, 1), "ru", "en"),
    (0, "10:30", "11:00", "break", {"en": "Coffee", "ru": "Кофе"}, None, "", (), "", ""),
    (0, "11:00", "12:30", "panel", {"en": "What keeps a school exchange alive", "ru": "Что держит школьный обмен"}, 0,
     "youth", (0, 1, 2), "ru", "en"),
    (0, "11:30", "13:00", "workshop", {"en": "Museums lend to each other", "ru": "Музеи дают друг другу на время"}, 1,
     "heritage", (2,), "en", "ru"),
    (1, "09:00", "12:00", "meetings", {"en": "Talks of two towns", "ru": "Встречи двух городов"}, 0, "", (), "", ""),
    (1, "14:00", "15:30", "talk", {"en": "Harbours in winter", "ru": "Порты зимой"}, 1, "business", (1,), "en", ""),
)  # fmt: skip
#: Who comes, by town: who heads the delegation, with the function; the last one waits to be approved.
COMING = (
    ("olkhovsk", "olga@olkhovsk.example", "Ольга Ветрова", "начальник отдела"),
    ("maple-harbor", "ann@maple-harbor.example", "Ann Whitfield", "Director"),
    ("lindenau-am-see", "lena@lindenau.example", "Lena Brandt", "Head of the office"),
)
INVITED = ("svetlozersk", "cedar-prairie", "kazemachi")


def hold_forum(world: World, people: Mapping[str, Actor], day: date) -> Edition:
    """Let the association run a forum to which towns come."""
    keeper = people[KEEPER[0]]
    edition = _edition(world, keeper, day + timedelta(days=AHEAD))
    _agenda(world, keeper, edition)
    _delegations(world, people, edition, day)
    decisions.add_decision(
        actor=keeper, edition=edition,
        texts={"en": "To meet again in Maple Harbor.", "ru": "Встретиться снова в Мейпл-Харборе."},
    )  # fmt: skip
    return edition


def _edition(world: World, keeper: Actor, first: date) -> Edition:
    names = {"en": "Forum of Towns on the Water", "ru": "Форум городов у воды"}
    texts = {"en": "Towns on rivers, lakes and seas.", "ru": "Города у рек, озёр и морей."}
    series = editions.create_series(
        actor=keeper,
        association=Association.objects.get(name=KEEPER[2]),
        data=SeriesData(names, texts),
    )
    data = EditionData(
        names={"en": f"Olkhovsk {first.year}", "ru": f"Ольховск {first.year}"},
        texts={
            "en": "Schools, harbours and museums, and time for talks between two towns.",
            "ru": "Школы, порты и музеи — и время для встреч двух городов.",
        },
        when=f"{first}/{first + timedelta(days=1)}",
        time_zone=ZONE,
        place=world.places["olkhovsk"],
        venues={"en": "River House, 1 Embankment", "ru": "Речной дом, Набережная, 1"},
        themes=("youth", "heritage", "business"),
        register_until=first - timedelta(days=BEFORE),
    )
    edition = editions.create_edition(actor=keeper, series=series, data=data)
    return editions.set_state(actor=keeper, edition=edition, version=1, state=Edition.OPEN)


def _agenda(world: World, keeper: Actor, edition: Edition) -> None:
    names = ({"en": "Great hall", "ru": "Большой зал"}, {"en": "Room 2", "ru": "Зал 2"})
    rooms = [
        agenda.add_room(actor=keeper, edition=edition, names=name, seats=seats)
        for name, seats in zip(names, (300, 60), strict=True)
    ]
    consent = edition.created_at.date()
    speakers = [
        agenda.add_speaker(
            actor=keeper, edition=edition,
            data=SpeakerData(name, consent, function, world.places[town]),
        )
        for town, _email, name, function in COMING
    ]  # fmt: skip
    for number, begins, ends, kind, titles, room, theme, who, spoken, into in SESSIONS:
        day = edition.first_day + timedelta(days=number)
        data = SessionData(
            titles=titles,
            begins=datetime.combine(day, time.fromisoformat(begins), ZoneInfo(ZONE)),
            ends=datetime.combine(day, time.fromisoformat(ends), ZoneInfo(ZONE)),
            kind=kind,
            room=None if room is None else rooms[room],
            theme=theme,
            languages=(spoken,) if spoken else (),
            interpreted=(into,) if into else (),
            speakers=tuple(speakers[index] for index in who),
        )
        agenda.add_session(actor=keeper, edition=edition, data=data)
    kept = Edition.objects.get(pk=edition.pk)
    agenda.show_agenda(actor=keeper, edition=kept, version=kept.version, public=True)


def _delegations(world: World, people: Mapping[str, Actor], edition: Edition, day: date) -> None:
    keeper = people[KEEPER[0]]
    towns = [world.places[town] for town in (*(row[0] for row in COMING), *INVITED)]
    invited = delegations.invite_places(actor=keeper, edition=edition, places=towns, quota=4)
    for number, (_town, email, name, function) in enumerate(COMING):
        officer = people[email]
        coming = delegations.accept(actor=officer, delegation=invited[number], version=1)
        head = members.MemberData(name, day, function, ("en",), is_public=True, is_head=True)
        guest = members.MemberData("Guest of the demonstration", day, needs="Vegetarian")
        for data in (head, guest):
            members.name_member(actor=officer, delegation=coming, data=data)
        if number < len(COMING) - 1:
            delegations.approve(actor=keeper, delegation=coming, version=coming.version)
