"""A forum of 18 American and 25 Russian towns, all invented: who comes, and the agenda."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jumelage.core.audit import OPERATOR, Actor
from jumelage.demonstration.forum_towns import TWINS, ForumTown, Person, forum_towns
from jumelage.demonstration.people import KEEPER
from jumelage.demonstration.towns import NOTE
from jumelage.forum.actions import agenda, delegations, editions, members
from jumelage.forum.actions.agenda import SessionData, SpeakerData
from jumelage.forum.actions.editions import EditionData, SeriesData
from jumelage.forum.models import Delegation, Edition, Series, Speaker
from jumelage.memberships.actions.members import add_member
from jumelage.memberships.actors import actor_for
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Association
from jumelage.places.actions import NameData, PlaceData, record_place
from jumelage.places.models import Place, PlaceName
from jumelage.sources.models import Source
from jumelage.ties.actions import ClaimData, record_claim

#: Days from now to the first day of the edition, and from the former edition to now.
AHEAD, AGO = 20, 380
ZONE = "Europe/Moscow"
#: The towns of the story that come too, with their people and the address of their officer.
FROM_THE_STORY = (
    ("olkhovsk", "olga@olkhovsk.example",
     (Person("Ольга Ветрова", "начальник отдела", ("ru", "en")), Person("Павел Лугин", "специалист", ("ru",)))),
    ("svetlozersk", "svetlana@svetlozersk.example",
     (Person("Светлана Озерова", "заместитель главы", ("ru",)), Person("Иван Берестов", "директор школы", ("ru",)))),
    ("maple-harbor", "ann@maple-harbor.example",
     (Person("Ann Whitfield", "Director", ("en", "ru")), Person("Carl Jensen", "Harbor master", ("en",)))),
    ("cedar-prairie", "ben@cedar-prairie.example",
     (Person("Ben Okafor", "Sister cities coordinator", ("en",)), Person("Ruth Sandoval", "Council member", ("en",)))),
)  # fmt: skip
#: Day, from, until, kind, titles, theme, how many speak, room.
SESSIONS = (
    (0, "09:00", "10:00", "ceremony", {"en": "Opening", "ru": "Открытие"}, "", 4, 0),
    (0, "10:00", "11:30", "plenary",
     {"en": "How a town is run: methods that travel", "ru": "Как управлять городом: методы, которые можно перенять"},
     "administration", 4, 0),
    (0, "11:30", "12:00", "break", {"en": "Coffee", "ru": "Кофе"}, "", 0, None),
    (0, "12:00", "13:30", "panel",
     {"en": "Smart cities, measured by what residents notice", "ru": "Умный город глазами жителей"}, "smart_city",
     3, 1),
    (0, "12:00", "13:30", "panel",
     {"en": "Exchanges that outlive a grant", "ru": "Обмены, которые переживут грант"}, "youth", 3, 2),
    (0, "14:30", "18:30", "meetings", {"en": "Talks of two towns", "ru": "Встречи городов"}, "", 0, 0),
    (1, "09:00", "12:00", "meetings", {"en": "Talks of two towns", "ru": "Встречи городов"}, "", 0, 0),
    (1, "13:00", "14:30", "workshop",
     {"en": "Small business in towns far apart", "ru": "Малый бизнес в городах вдали друг от друга"}, "business", 3, 1),
    (1, "15:00", "16:00", "plenary", {"en": "Decisions and the next forum", "ru": "Решения и следующий форум"},
     "", 2, 0),
)  # fmt: skip
ROOMS = (
    ({"en": "Great hall", "ru": "Большой зал"}, 400),
    ({"en": "Blue room", "ru": "Синий зал"}, 120),
    ({"en": "Green room", "ru": "Зелёный зал"}, 120),
)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Guest:
    """A delegation that came: the town, its officer, the row, and the town's themes."""

    place: Place
    officer: Actor
    delegation: Delegation
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The edition with its organiser and its delegations, by the slug of the town."""

    edition: Edition
    former: Edition
    keeper: Actor
    guests: Mapping[str, Guest]


def gather(people: Mapping[str, Actor], day: date, told: Progress) -> Gathering:
    """Let the association run a forum of 43 towns; ``told`` is given a word now and then."""
    keeper = people[KEEPER[0]]
    told("towns")
    towns = {town.slug: (town, _place(town)) for town in forum_towns()}
    _twins({slug: place for slug, (_town, place) in towns.items()})
    officers = _officers(towns)
    told("editions")
    series = _series(keeper)
    former = _edition(keeper, series, day - timedelta(days=AGO), towns["heron-falls"][1])
    edition = _edition(keeper, series, day + timedelta(days=AHEAD), towns["rechnograd"][1])
    told("delegations")
    guests = _guests(keeper, edition, day, dict(_coming(towns, officers, people)))
    told("agenda")
    _agenda(keeper, edition, guests)
    former = editions.set_state(
        actor=keeper, edition=former, version=former.version, state=Edition.HELD
    )
    return Gathering(Edition.objects.get(pk=edition.pk), former, keeper, guests)


def _place(town: ForumTown) -> Place:
    english, russian = town.names
    data = PlaceData(
        country=town.country,
        kind="city",
        name=english,
        slug=town.slug,
        names=[
            NameData(english, "en", PlaceName.OFFICIAL),
            NameData(russian, "ru", PlaceName.OFFICIAL),
        ],
        lat=town.lat,
        lng=town.lng,
        population=town.population,
        timezone=town.time_zone,
        source=Source.objects.get(key="demonstration-almanac"),
        note=NOTE,
    )
    return record_place(actor=OPERATOR, data=data)[0]


def _twins(places: Mapping[str, Place]) -> None:
    """Write down which of the towns are twins."""
    almanac = Source.objects.get(key="demonstration-almanac")
    known = {**{place.slug: place for place in Place.objects.filter(note=NOTE)}, **places}
    for russian, american, year in TWINS:
        record_claim(
            actor=OPERATOR,
            data=ClaimData(
                source=almanac,
                place_a=known[russian],
                place_b=known[american],
                kind="signed",
                when=str(year),
                form="twinning",
            ),
        )


def _officers(towns: Mapping[str, tuple[ForumTown, Place]]) -> dict[str, Actor]:
    """Open an account for the first of each town's people; return who acts for which town."""
    found = {}
    for slug, (town, place) in towns.items():
        member, _made = add_member(
            actor=OPERATOR,
            email=town.email,
            target=place,
            role=Role.HEAD,
            name=town.people[0].name,
            function=town.people[0].function,
            language="ru" if town.country == "RU" else "en",
        )
        found[slug] = actor_for(member.user)
    return found


def _series(keeper: Actor) -> Series:
    names = {
        "en": "Russian-American Forum of Invented Towns",
        "ru": "Российско-американский форум вымышленных городов",
    }
    texts = {
        "en": "A demonstration: every town, person and time is invented.",
        "ru": "Демонстрация: все города, люди и часы вымышлены.",
    }
    association = Association.objects.get(name=KEEPER[2])
    return editions.create_series(
        actor=keeper, association=association, data=SeriesData(names, texts)
    )


def _edition(keeper: Actor, series: Series, first: date, place: Place) -> Edition:
    russian = place.names.get(language="ru", kind=PlaceName.OFFICIAL).name
    data = EditionData(
        names={
            "en": f"{place.name} {first.year} (demonstration)",
            "ru": f"{russian} {first.year} (демонстрация)",
        },
        texts={
            "en": "Invented: 18 American and 25 Russian towns, two days, and time for talks of two towns.",
            "ru": "Вымышлено: 18 американских и 25 российских городов, два дня и время для встреч.",
        },
        when=f"{first}/{first + timedelta(days=1)}",
        time_zone=ZONE if place.country == "RU" else place.timezone,
        place=place,
        venues={"en": "Congress house (invented)", "ru": "Дом конгрессов (вымышленный)"},
        themes=("administration", "smart_city", "youth", "business", "culture"),
        register_until=first - timedelta(days=7),
    )
    edition = editions.create_edition(actor=keeper, series=series, data=data)
    return editions.set_state(actor=keeper, edition=edition, version=1, state=Edition.OPEN)


def _coming(
    towns: Mapping[str, tuple[ForumTown, Place]],
    officers: Mapping[str, Actor],
    people: Mapping[str, Actor],
) -> Iterator[tuple[str, tuple[Place, Actor, tuple[Person, ...], tuple[str, ...]]]]:
    for slug, (town, place) in towns.items():
        yield slug, (place, officers[slug], town.people, town.themes)
    for slug, email, persons in FROM_THE_STORY:
        place = Place.objects.get(slug=slug, note=NOTE)
        yield slug, (place, people[email], persons, ("youth", "culture"))


def _guests(
    keeper: Actor,
    edition: Edition,
    day: date,
    coming: Mapping[str, tuple[Place, Actor, tuple[Person, ...], tuple[str, ...]]],
) -> dict[str, Guest]:
    """Invite the towns; each accepts and names its people; all are approved."""
    places = [place for place, *_rest in coming.values()]
    invited = {
        row.place_id: row
        for row in delegations.invite_places(actor=keeper, edition=edition, places=places, quota=4)
    }
    guests = {}
    for slug, (place, officer, persons, themes) in coming.items():
        row = delegations.accept(actor=officer, delegation=invited[place.pk], version=1)
        for number, person in enumerate(persons):
            data = members.MemberData(
                person.name, day, person.function, person.languages, is_public=number == 0, is_head=number == 0
            )  # fmt: skip
            members.name_member(actor=officer, delegation=row, data=data)
        row = delegations.approve(actor=keeper, delegation=row, version=row.version)
        guests[slug] = Guest(place, officer, row, themes)
    return guests


def _agenda(keeper: Actor, edition: Edition, guests: Mapping[str, Guest]) -> None:
    rooms = [
        agenda.add_room(actor=keeper, edition=edition, names=names, seats=seats)
        for names, seats in ROOMS
    ]
    speakers = _speakers(keeper, edition, guests)
    zone = ZoneInfo(edition.time_zone)
    for number, begins, ends, kind, titles, theme, speak, room in SESSIONS:
        day = edition.first_day + timedelta(days=number)
        data = SessionData(
            titles=titles,
            begins=datetime.combine(day, time.fromisoformat(begins), zone),
            ends=datetime.combine(day, time.fromisoformat(ends), zone),
            kind=kind,
            room=None if room is None else rooms[room],
            theme=theme,
            languages=("ru", "en") if speak else (),
            interpreted=("en", "ru") if speak else (),
            speakers=tuple(next(speakers) for _ in range(speak)),
        )
        agenda.add_session(actor=keeper, edition=edition, data=data)
    agenda.show_agenda(
        actor=keeper, edition=edition, version=Edition.objects.get(pk=edition.pk).version, public=True
    )  # fmt: skip


def _speakers(keeper: Actor, edition: Edition, guests: Mapping[str, Guest]) -> Iterator[Speaker]:
    """Yield heads of delegations as speakers, each once, from both countries in turn."""
    rows = sorted(guests.values(), key=lambda guest: (guest.delegation.pk * 7) % 43)
    for guest in rows:
        head = guest.delegation.members.get(is_head=True)
        assert head.consent_on is not None  # noqa: S101  # the database refuses others
        data = SpeakerData(head.name, head.consent_on, head.function, guest.place)
        yield agenda.add_speaker(actor=keeper, edition=edition, data=data)
