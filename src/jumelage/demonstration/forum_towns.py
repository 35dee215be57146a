"""The invented towns that come to the large forum: 25 Russian and 18 American with those of the story.

None of the names is that of a town; people are put together of usual first and last names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

#: Slug, English name, Russian name, latitude, longitude (degrees), inhabitants, time zone, themes.
RUSSIAN = (
    ("listvenets", "Listvenets", "Лиственец", 58.62, 56.11, 63_200, "Asia/Yekaterinburg", "environment education"),
    ("kedrogorsk", "Kedrogorsk", "Кедрогорск", 57.31, 60.88, 214_000, "Asia/Yekaterinburg", "business transport"),
    ("ozernograd", "Ozyornograd", "Озёрноград", 55.18, 61.02, 96_700, "Asia/Yekaterinburg", "environment sport"),
    ("sosnopolye", "Sosnopolye", "Соснополье", 56.94, 53.37, 41_900, "Europe/Samara", "education youth"),
    ("kamnegradsk", "Kamnegradsk", "Камнеградск", 54.41, 58.77, 72_300, "Asia/Yekaterinburg", "business heritage"),
    ("svetlodolsk", "Svetlodolsk", "Светлодольск", 53.22, 46.38, 128_500, "Europe/Moscow", "health education"),
    ("rechnograd", "Rechnograd", "Речноград", 56.12, 44.31, 305_000, "Europe/Moscow", "smart_city transport"),
    ("yasnoborsk", "Yasnoborsk", "Ясноборск", 59.37, 39.02, 37_800, "Europe/Moscow", "culture youth"),
    ("verkhnelugovsk", "Verkhnelugovsk", "Верхнелуговск", 52.73, 41.47, 58_100, "Europe/Moscow", "business education"),
    ("tikhomorsk", "Tikhomorsk", "Тихоморск", 43.18, 132.41, 117_600, "Asia/Vladivostok", "business environment"),
    ("slavnorechensk", "Slavnorechensk", "Славнореченск", 51.17, 39.71, 89_400, "Europe/Moscow", "culture heritage"),
    ("dubravinsk", "Dubravinsk", "Дубравинск", 50.84, 36.91, 66_000, "Europe/Moscow", "youth sport"),
    ("klyuchegradsk", "Klyuchegradsk", "Ключеградск", 52.31, 85.17, 44_700, "Asia/Barnaul", "tourism environment"),
    ("vetrogradsk", "Vetrogradsk", "Ветроградск", 44.91, 37.98, 152_800, "Europe/Moscow", "tourism business"),
    ("zimorechensk", "Zimorechensk", "Зимореченск", 64.27, 40.71, 29_300, "Europe/Moscow", "heritage youth"),
    ("polyanograd", "Polyanograd", "Поляноград", 55.71, 49.88, 181_200, "Europe/Moscow", "smart_city education"),
    ("yagodnograd", "Yagodnograd", "Ягодноград", 61.92, 34.11, 33_600, "Europe/Moscow", "environment tourism"),
    ("medvezhansk", "Medvezhansk", "Медвежанск", 56.37, 93.12, 78_900, "Asia/Krasnoyarsk", "sport youth"),
    ("gornolesensk", "Gornolesensk", "Горнолесенск", 53.94, 87.21, 101_700, "Asia/Novokuznetsk", "health business"),
    ("staromostsk", "Staromostsk", "Старомостск", 57.02, 34.73, 49_200, "Europe/Moscow", "heritage culture"),
    ("ryabinograd", "Ryabinograd", "Рябиноград", 54.83, 37.41, 239_000, "Europe/Moscow", "administration smart_city"),
    ("bystrorechensk", "Bystrorechensk", "Быстрореченск", 43.44, 44.12, 55_800, "Europe/Moscow", "sport tourism"),
    ("lunogradsk", "Lunogradsk", "Луноградск", 52.08, 104.73, 87_500, "Asia/Irkutsk", "education culture"),
)  # fmt: skip
AMERICAN = (
    ("heron-falls", "Heron Falls", "Херон-Фолс", 42.31, -85.12, 73_400, "America/Detroit", "education youth"),
    ("juniper-bend", "Juniper Bend", "Джунипер-Бенд", 44.02, -120.88, 58_300, "America/Los_Angeles",
     "environment tourism"),
    ("lantern-heights", "Lantern Heights", "Лантерн-Хайтс", 41.08, -81.71, 198_000, "America/New_York",
     "business smart_city"),
    ("willowmere-crossing", "Willowmere Crossing", "Уиллоумир-Кроссинг", 38.97, -94.11, 92_600, "America/Chicago",
     "transport administration"),
    ("quarry-lantern", "Quarry Lantern", "Куорри-Лантерн", 39.61, -86.31, 44_800, "America/Indiana/Indianapolis",
     "sport youth"),
    ("larkspur-mesa", "Larkspur Mesa", "Ларкспур-Меса", 35.12, -106.91, 127_300, "America/Denver", "culture heritage"),
    ("otterhaven", "Otterhaven", "Оттерхейвен", 47.61, -122.98, 36_100, "America/Los_Angeles", "environment culture"),
    ("saddle-lantern", "Saddle Lantern", "Саддл-Лантерн", 46.41, -108.93, 51_700, "America/Denver", "business tourism"),
    ("old-mill-ferry", "Old Mill Ferry", "Олд-Милл-Ферри", 40.27, -75.91, 68_900, "America/New_York",
     "heritage culture"),
    ("amberfield-ridge", "Amberfield Ridge", "Эмберфилд-Ридж", 36.02, -79.91, 261_000, "America/New_York",
     "health education"),
    ("thistlerock", "Thistlerock", "Тислрок", 45.71, -93.42, 84_200, "America/Chicago", "education sport"),
    ("sandhill-bluffs", "Sandhill Bluffs", "Сандхилл-Блаффс", 41.21, -96.31, 143_500, "America/Chicago",
     "business transport"),
    ("ferncliff-junction", "Ferncliff Junction", "Фернклифф-Джанкшен", 33.71, -84.62, 109_400, "America/New_York",
     "youth business"),
    ("bellmarsh", "Bellmarsh", "Беллмарш", 30.41, -90.21, 77_800, "America/Chicago", "culture tourism"),
    ("copperspring", "Copperspring", "Копперспринг", 33.31, -111.21, 172_600, "America/Phoenix",
     "smart_city administration"),
    ("northwind-lake", "Northwind Lake", "Нортуинд-Лейк", 44.51, -88.21, 99_900, "America/Chicago",
     "environment health"),
)  # fmt: skip
#: Twins among them: a Russian and an American town, the year of signing.
TWINS = (
    ("listvenets", "heron-falls", 1988), ("kedrogorsk", "lantern-heights", 1991),
    ("ozernograd", "northwind-lake", 1994),
    ("sosnopolye", "thistlerock", 1990), ("svetlodolsk", "amberfield-ridge", 1997),
    ("rechnograd", "copperspring", 2006),
    ("yasnoborsk", "otterhaven", 1992), ("tikhomorsk", "juniper-bend", 1989), ("staromostsk", "old-mill-ferry", 1987),
    ("polyanograd", "willowmere-crossing", 2011), ("dubravinsk", "quarry-lantern", 1999),
    ("lunogradsk", "larkspur-mesa", 2003),
    ("olkhovsk", "bellmarsh", 1996), ("ryabinograd", "sandhill-bluffs", 2014),
)  # fmt: skip
#: First and last names; the Russian last names are the same for women and men.
_NAMES = {
    "RU": (
        ("Анна", "Игорь", "Татьяна", "Сергей", "Елена", "Дмитрий", "Мария", "Андрей", "Наталья", "Алексей", "Ольга"),
        ("Черных", "Гончаренко", "Мельник", "Седых", "Руденко", "Бондарь", "Белых", "Савченко", "Коваль", "Долгих"),
    ),
    "US": (
        ("Grace", "Daniel", "Maria", "Thomas", "Linda", "James", "Susan", "Robert", "Karen", "Michael", "Angela"),
        ("Holloway", "Brooks", "Alvarez", "Reed", "Nakamura", "Carter", "Whitaker", "Novak", "Olsen", "Grant"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a town sends: a name, a function, languages."""

    name: str
    function: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForumTown:
    """A town with what it needs at the forum: its office’s address, its people, the head first, and its themes."""

    slug: str
    country: str
    names: tuple[str, str]  # English, Russian
    lat: float
    lng: float
    population: int
    time_zone: str
    themes: tuple[str, ...]
    people: tuple[Person, ...]

    @property
    def email(self) -> str:
        """The address with which its officer signs in."""
        return f"office@{self.slug}.example"


def forum_towns() -> Iterator[ForumTown]:
    """Yield the towns that are not in the story."""
    for country, rows in (("RU", RUSSIAN), ("US", AMERICAN)):
        for number, row in enumerate(rows):
            slug, english, russian, lat, lng, population, zone, themes = row
            yield ForumTown(
                slug, country, (english, russian), lat, lng, population, zone, tuple(themes.split()),
                _people(country, number),
            )  # fmt: skip


def _people(country: str, number: int) -> tuple[Person, ...]:
    """Return two or three people; some speak the other side's language."""
    own, other = ("ru", "en") if country == "RU" else ("en", "ru")
    first, last = _NAMES[country]
    functions = (
        ("глава города", "начальник отдела", "депутат городского совета")
        if country == "RU"
        else ("Mayor", "International affairs officer", "Council member")
    )
    found = []
    for place in range(2 + number % 2):
        speaks_both = (number * 2 + place) % 9 == 0
        languages = (own, other) if speaks_both else (own,)
        one = number * 3 + place  # 11 and 10 have no divisor in common: no two are called the same
        name = f"{first[one % len(first)]} {last[one % len(last)]}"
        found.append(Person(name, functions[place], languages))
    return tuple(found)
