"""Invented towns and what is on record of their ties before their offices come here."""

from dataclasses import dataclass
from datetime import date

from jumelage.core.audit import OPERATOR
from jumelage.places.actions import NameData, PlaceData, record_place
from jumelage.places.models import Place, PlaceName
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Tie

NOTE = "Invented for the demonstration."
#: Key: country, English name, Russian name, own name, latitude, longitude (degrees), inhabitants, time zone.
TOWNS = {
    "olkhovsk": ("RU", "Olkhovsk", "Ольховск", "", 57.42, 41.18, 84_300, "Europe/Moscow"),
    "svetlozersk": ("RU", "Svetlozersk", "Светлозёрск", "", 61.71, 35.02, 31_200, "Europe/Moscow"),
    "maple-harbor": ("US", "Maple Harbor", "Мейпл-Харбор", "", 44.11, -69.02, 46_100, "America/New_York"),
    "cedar-prairie": ("US", "Cedar Prairie", "Сидар-Прери", "", 43.98, -90.44, 112_400, "America/Chicago"),
    "lindenau-am-see": ("DE", "Lindenau am See", "Линденау-ам-Зе", "", 47.71, 9.42, 58_700, "Europe/Berlin"),
    "saint-aubin-les-pres": ("FR", "Saint-Aubin-les-Prés", "Сент-Обен-ле-Пре", "", 48.33, 0.71, 27_400, "Europe/Paris"),
    "kazemachi": ("JP", "Kazemachi", "Кадзэмати", "風町市", 38.22, 141.02, 193_000, "Asia/Tokyo"),
    "nowe-zacisze": ("PL", "Nowe Zacisze", "Нове-Зацише", "", 53.11, 18.92, 71_500, "Europe/Warsaw"),
    "kuusijarvi": ("FI", "Kuusijärvi", "Куусиярви", "", 62.41, 26.03, 39_800, "Europe/Helsinki"),
    "borgo-sereno": ("IT", "Borgo Sereno", "Борго-Серено", "", 44.61, 10.93, 44_900, "Europe/Rome"),
}  # fmt: skip
OWN_LANGUAGE = {"JP": "ja"}
#: Two towns, what happened, by whom (both if empty), when (EDTF), form, source.
CLAIMS = (
    ("olkhovsk", "maple-harbor", "signed", "", "1991-06-14", "twinning", "almanac"),
    ("olkhovsk", "maple-harbor", "active", "", "2025-07", "", "almanac"),
    ("olkhovsk", "kazemachi", "signed", "", "1976-11-28", "twinning", "almanac"),
    ("olkhovsk", "kazemachi", "active", "", "2024-05", "", "almanac"),
    ("olkhovsk", "lindenau-am-see", "signed", "", "1989-09-03", "partnership", "almanac"),
    ("olkhovsk", "lindenau-am-see", "attested", "", "", "partnership", "list"),
    ("olkhovsk", "lindenau-am-see", "active", "", "2021-09", "", "almanac"),
    ("olkhovsk", "kuusijarvi", "signed", "", "1967", "twinning", "almanac"),
    ("olkhovsk", "kuusijarvi", "signed", "", "1968-05", "twinning", "list"),
    ("olkhovsk", "kuusijarvi", "active", "", "2019-08", "", "almanac"),
    ("olkhovsk", "nowe-zacisze", "signed", "", "1988", "friendship", "almanac"),
    ("olkhovsk", "nowe-zacisze", "ended", "nowe-zacisze", "2014", "", "list"),
    ("olkhovsk", "borgo-sereno", "signed", "", "2016-10-02", "cooperation", "almanac"),
    ("olkhovsk", "borgo-sereno", "active", "", "2022-01", "", "almanac"),
    ("maple-harbor", "saint-aubin-les-pres", "signed", "", "2001-05-09", "twinning", "almanac"),
    ("maple-harbor", "saint-aubin-les-pres", "active", "", "2026-06", "", "almanac"),
    ("maple-harbor", "kazemachi", "signed", "", "1995-10-20", "twinning", "list"),
    ("cedar-prairie", "lindenau-am-see", "signed", "", "1962", "partnership", "almanac"),
    ("cedar-prairie", "lindenau-am-see", "active", "", "2026-04", "", "almanac"),
    ("lindenau-am-see", "saint-aubin-les-pres", "signed", "", "1964-07-05", "partnership", "almanac"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """The invented towns by key."""

    places: dict[str, Place]

    def tie(self, first: str, second: str) -> Tie:
        """Return the tie of two towns."""
        a, b = sorted((self.places[first].pk, self.places[second].pk))
        return Tie.objects.get(place_a=a, place_b=b)


def make_world(retrieved: date) -> World:
    """Write down the towns, two sources, and what those say."""
    sources = _sources(retrieved)
    places = {key: _town(key, sources["almanac"]) for key in TOWNS}
    for first, second, kind, by, when, form, source in CLAIMS:
        record_claim(
            actor=OPERATOR,
            data=ClaimData(
                source=sources[source],
                place_a=places[first],
                place_b=places[second],
                kind=kind,
                by=places[by] if by else None,
                when=when,
                form=form,
            ),
        )
    return World(places)


def _sources(retrieved: date) -> dict[str, Source]:
    almanac = SourceData(
        key="demonstration-almanac",
        authority=Authority.REGISTER,
        title="Almanac of the demonstration (invented)",
        retrieved=retrieved,
        note=NOTE,
    )
    listed = SourceData(
        key="demonstration-list",
        authority=Authority.WIKIPEDIA,
        title="List of the demonstration (invented)",
        retrieved=retrieved,
        note=NOTE,
    )
    return {
        "almanac": record_source(actor=OPERATOR, data=almanac)[0],
        "list": record_source(actor=OPERATOR, data=listed)[0],
    }


def _town(key: str, source: Source) -> Place:
    country, name, russian, own, lat, lng, population, time_zone = TOWNS[key]
    names = [
        NameData(name, "en", PlaceName.OFFICIAL),
        NameData(russian, "ru", PlaceName.OFFICIAL),
    ]
    if own:
        names.append(NameData(own, OWN_LANGUAGE[country], PlaceName.OFFICIAL))
    data = PlaceData(
        country=country,
        kind="city",
        name=name,
        slug=key,
        names=names,
        lat=lat,
        lng=lng,
        population=population,
        timezone=time_zone,
        source=source,
        note=NOTE,
    )
    return record_place(actor=OPERATOR, data=data)[0]
