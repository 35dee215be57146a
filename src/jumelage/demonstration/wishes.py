"""What the invented towns and their institutions seek."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jumelage.core.audit import OPERATOR, Actor
from jumelage.memberships.actions.register import add_institution
from jumelage.memberships.models import Institution
from jumelage.partners.actions.messages import Sender, write_as_officer
from jumelage.partners.actions.wellformed import TextData, WishData
from jumelage.partners.actions.wishes import close_as_found, publish_new, save_draft
from jumelage.partners.models.wishes import Wish
from jumelage.places.models import Place

#: Town, kind and name of the institutions that seek.
INSTITUTIONS = (
    ("olkhovsk", "museum", "Музей льна"),
    ("maple-harbor", "museum", "Harbor Museum of Boats and Nets"),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """A wish: of which town, what it says in which languages, and its terms. ``holder`` is an institution’s name."""

    town: str
    texts: tuple[tuple[str, str, str], ...]
    terms: Mapping[str, object]
    holder: str = ""


SOUGHT = (
    Sought(
        "svetlozersk",
        (
            ("ru", "Ищем город у озера для обмена молодёжи",
             ("Мы живём у озера и хотели бы подружиться с городом, который тоже живёт у воды. Летом мы "
             "принимаем двадцать подростков в семьях: парусный спорт, лес, чистая вода.")),
            ("en", "A town on a lake, for exchanges of young people",
             ("We live by a lake and would like a friend that lives by water too. In summer our families take in "
             "twenty young people: sailing, forest, clean water.")),
        ),
        {"themes": ("youth", "environment", "sport"), "kinds": ("youth", "sport"),
         "offers": ("host_families", "grounds"), "needs": ("language_courses",),
         "languages": ("ru", "en"), "size_from": 5_000, "size_to": 80_000},
    ),
    Sought(
        "lindenau-am-see",
        (
            ("en", "Young people of two lakes: who comes along?",
             ("Our sailing club and our schools seek a town by a lake. We teach German to guests, and can begin with a "
             "first visit in spring.")),
        ),
        {"themes": ("youth", "environment", "education"), "kinds": ("youth", "school"), "interpreter": True,
         "offers": ("language_courses", "visits_first"), "needs": ("host_families",), "languages": ("de", "en")},
    ),
    Sought(
        "cedar-prairie",
        (
            ("en", "A farming town for apprentices and school classes",
             "Dairy, grain and long winters: our school would send ten apprentices a year, and take in as many."),
        ),
        {"themes": ("education", "business"), "kinds": ("vocational", "school"), "offers": ("traineeships", "lodging"),
         "needs": ("interpreters",), "languages": ("en",), "not_countries": ("US",), "capacity": 2},
    ),
    Sought(
        "olkhovsk",
        (
            ("ru", "Выставка старинных тканей ищет принимающий музей",
             "Сто двадцать предметов: льняные ткани, станки, одежда. Готовы прислать хранителя и провести мастерские."),
            ("en", "An exhibition of old linen seeks a museum to stay at",
             "A hundred and twenty objects: linen, looms, clothes. A curator comes along and holds workshops."),
        ),
        {"themes": ("heritage", "culture"), "kinds": ("museum",), "offers": ("exhibitions", "knowledge"),
         "needs": ("venues", "travel_funds"), "languages": ("ru", "en"), "form": "project"},
        holder="Музей льна",
    ),
    Sought(
        "maple-harbor",
        (
            ("en", "Boats, nets and what they were made of",
             "We have a hall free from October to March, and would show how other coasts and rivers made their cloth."),
        ),
        {"themes": ("heritage", "culture"), "kinds": ("museum",), "offers": ("venues",), "needs": ("exhibitions",),
         "languages": ("en",)},
        holder="Harbor Museum of Boats and Nets",
    ),
)  # fmt: skip


def seek_partners(actors: Mapping[str, tuple[Actor, Place]], today: date) -> None:
    """Put the wishes on the board; one is closed, one a draft, and somebody has written.

    Args:
        actors: who acts for each town, and the town.
        today: the day.
    """
    institutions = {
        name: add_institution(actor=OPERATOR, place=actors[town][1], kind=kind, name=name)
        for town, kind, name in INSTITUTIONS
    }
    made: dict[str, Wish] = {}
    for number, sought in enumerate(SOUGHT):
        actor, place = actors[sought.town]
        data = _data(sought, institutions, today + timedelta(days=120 + 40 * number))
        made[sought.town] = publish_new(actor=actor, place=place, data=data)
    _more(actors, today)
    lena, lindenau = actors["lindenau-am-see"]
    text = "Dear colleagues, your lake and ours would get along. Could we talk in the second week of next month?"
    sender = Sender(lindenau, wish=made["lindenau-am-see"])
    write_as_officer(actor=lena, wish=made["svetlozersk"], sender=sender, text=text)


def _data(sought: Sought, institutions: Mapping[str, Institution], until: date) -> WishData:
    texts = tuple(TextData(*text) for text in sought.texts)
    institution = institutions.get(sought.holder)
    return WishData(texts=texts, until=until, institution=institution, **sought.terms)  # type: ignore[arg-type]


def _more(actors: Mapping[str, tuple[Actor, Place]], today: date) -> None:
    """A wish that was fulfilled, and one that is not ready."""
    ann, harbor = actors["maple-harbor"]
    text = TextData(
        "en", "A port for our tall ship in August", "Forty trainees on board, three days."
    )
    data = WishData(texts=(text,), until=today + timedelta(days=30), themes=("youth",))
    found = publish_new(actor=ann, place=harbor, data=data)
    close_as_found(actor=ann, wish=found, version=found.version)
    olga, olkhovsk = actors["olkhovsk"]
    draft = TextData("ru", "Город для обмена опытом: общественный транспорт")
    save_draft(
        actor=olga,
        place=olkhovsk,
        data=WishData(texts=(draft,), until=today + timedelta(days=200), themes=("transport",)),
    )
