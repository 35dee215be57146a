"""Kinds of places, and what they are called in their countries."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a place is, comparable between countries. The order is that of the atlas file."""

    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"
    REGION = "region"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """What a kind of place is called somewhere."""

    code: str  # as it stands in data files
    msgid: str  # the English words, which gettext translates
    kind: Kind
    countries: tuple[str, ...] = ()  # where it is used; empty: in many


def _labels(kind: Kind, text: str) -> dict[str, LabelInfo]:
    """Return the labels of one kind, written as “label” or “label: countries”, one to a line."""
    labels = {}
    for line in text.strip().splitlines():
        code, _, countries = line.strip().partition(": ")
        labels[code] = LabelInfo(code, code, kind, tuple(countries.split()))
    return labels


#: What a place may be called in its country: a controlled list, by code.
LABELS: dict[str, LabelInfo] = {
    **_labels(
        Kind.CITY,
        """
        city
        town
        village
        hamlet
        municipality
        urban municipality: RO SI
        commune
        township
        settlement
        urban-type settlement: RU UA BY MD KZ UZ KG TJ TM AM AZ GE
        rural settlement: RU
        closed city: RU
        federal city: RU
        capital city
        independent city: DE US
        consolidated city-county: US
        metropolitan city: KR IT
        special city: KR
        prefecture-level city: CN
        county-level city: CN
        market town: AT DE
        gmina: PL
        civil parish: GB IE PT
        local council: IL MT
        moshav: IL
        kibbutz: IL
        island
        """,
    ),
    **_labels(
        Kind.DISTRICT,
        """
        district
        city district
        borough
        London borough: GB
        metropolitan borough: GB
        unitary authority: GB NZ
        council area: GB
        raion: RU UA BY MD AZ
        administrative okrug: RU
        municipal okrug: RU
        urban okrug: RU
        ward: JP
        arrondissement: FR
        quarter
        local government area: AU NG
        regional council: IL
        """,
    ),
    **_labels(
        Kind.COUNTY,
        """
        county
        parish: US LV JM
        census area: US
        powiat: PL
        rural district: DE
        regional district: CA
        comarca: ES
        intermunicipal community: FR PT
        """,
    ),
    **_labels(
        Kind.REGION,
        """
        region
        oblast: RU UA BY BG KZ KG
        krai: RU
        republic: RU
        autonomous okrug: RU
        autonomous oblast: RU
        autonomous republic: UA AZ GE UZ
        autonomous region: CN IQ PT
        autonomous community: ES
        autonomous province: IT RS
        province
        prefecture: JP GR CN MA
        voivodeship: PL
        department
        canton: BA CH LU
        governorate
        emirate: AE
        territory: AU CA
        union territory: IN
        special administrative region: CN
        """,
    ),
    **_labels(
        Kind.STATE,
        """
        state: US MX BR AU IN DE NG VE MY
        Land: DE AT
        """,
    ),
}


def kind_of(label: str) -> Kind | None:
    """Return the kind that a label means; nothing for a label that is not in the list."""
    info = LABELS.get(label) or LABELS.get(label.lower())
    return info.kind if info else None
