"""What the classes of Wikidata (``instance of``, P31) mean here.

The names are the English labels of the items on https://www.wikidata.org. Only the classes that holders and targets of
twin towns usually have are named: an unknown class decides nothing, and a place without a known one is taken for a
city, as most are.
"""

from collections.abc import Iterable

from jumelage.places.domain.kinds import Kind

#: Classes by kind, the most telling first: the first that an item has gives its label.
_PLACES: dict[Kind, str] = {
    Kind.CITY: """
        Q183342 federal city           | federal city of Russia
        Q1549591 city                  | big city
        Q1637706 city                  | city with millions of inhabitants
        Q174844 city                   | megacity
        Q5119 capital city             | capital city
        Q133442 city                   | city-state
        Q22865 independent city        | independent city of Germany
        Q748149 prefecture-level city  | prefecture-level city
        Q1070990 county-level city     | county-level city
        Q1749269 city                  | city designated by government ordinance
        Q1137833 city                  | core city of Japan
        Q494721 city                   | city of Japan
        Q1093829 city                  | city in the United States
        Q515 city                      | city
        Q7930989 city                  | city or town
        Q42744322 urban municipality   | urban municipality in Germany
        Q484170 commune                | commune of France
        Q747074 commune                | comune of Italy
        Q15334 gmina                   | gmina
        Q262166 municipality           | municipality in Germany
        Q116457956 municipality        | non-urban municipality in Germany
        Q2074737 municipality          | municipality of Spain
        Q2039348 municipality          | municipality of the Netherlands
        Q493522 municipality           | municipality of Belgium
        Q70208 municipality            | municipality of Switzerland
        Q667509 municipality           | municipality of Austria
        Q127448 municipality           | municipality of Sweden
        Q755707 municipality           | municipality of Norway
        Q856076 municipality           | municipality of Finland
        Q2177636 municipality          | municipality of Denmark
        Q13217644 municipality         | municipality of Portugal
        Q3184121 municipality          | municipality of Brazil
        Q15284 municipality            | municipality
        Q15127012 town                 | town in the United States
        Q1059478 town                  | town of Japan
        Q735428 town                   | town of China
        Q3957 town                     | town
        Q4174776 village               | village of Japan
        Q532 village                   | village
        Q5084 hamlet                   | hamlet
        Q486972 settlement             | human settlement
    """,
    Kind.DISTRICT: """
        Q211690 London borough         | London borough
        Q1002812 metropolitan borough  | metropolitan borough
        Q1136601 unitary authority     | unitary authority area in England
        Q15060255 council area         | council area of Scotland
        Q1187580 district              | non-metropolitan district
        Q1267632 raion                 | raion of Ukraine
        Q2198484 district              | municipal district
        Q137773 ward                   | ward of Japan
        Q4286337 city district         | city district
        Q2983893 quarter               | quarter
        Q149621 district               | district
    """,
    Kind.COUNTY: """
        Q47168 county                  | county of the United States
        Q247073 powiat                 | powiat
        Q106658 rural district         | district of Germany
        Q180673 county                 | ceremonial county of England
        Q28575 county                  | county
    """,
    Kind.REGION: """
        Q835714 oblast                 | oblast of Russia
        Q831740 krai                   | krai of Russia
        Q41162 republic                | republic of Russia
        Q184122 autonomous okrug       | autonomous okrug of Russia
        Q309166 autonomous oblast      | autonomous oblast of Russia
        Q3348196 oblast                | oblast of Ukraine
        Q36784 region                  | region of France
        Q6465 department               | department of France
        Q16110 region                  | region of Italy
        Q15089 province                | province of Italy
        Q10742 autonomous community    | autonomous community of Spain
        Q162620 province               | province of Spain
        Q150093 voivodeship            | voivodeship of Poland
        Q23058 canton                  | canton of Switzerland
        Q50337 prefecture              | prefecture of Japan
        Q1615742 province              | province of China
        Q57362 autonomous region       | autonomous region of China
        Q11828004 province             | province of Canada
        Q34876 province                | province
        Q82794 region                  | region
    """,
    Kind.STATE: """
        Q35657 state                   | U.S. state
        Q1221156 Land                  | federated state of Germany
        Q261543 Land                   | federal state of Austria
        Q107390 state                  | federated state
    """,
}
#: What is certainly no community with an authority of its own, if it is nothing of the above.
_OTHERS = """
    Q5 human
    Q6256 country
    Q3624078 sovereign state
    Q43229 organization
    Q476028 association football club
    Q847017 sports club
    Q4830453 business
    Q783794 company
    Q3918 university
    Q3914 school
    Q16970 church building
    Q33506 museum
    Q41176 building
    Q1248784 airport
    Q44782 port
    Q4022 river
    Q34442 road
    Q4167410 Wikimedia disambiguation page
    Q4167836 Wikimedia category
    Q13406463 Wikimedia list article
"""


def _read() -> dict[str, tuple[Kind, str]]:
    classes: dict[str, tuple[Kind, str]] = {}
    for kind, text in _PLACES.items():
        for line in text.strip().splitlines():
            qid, _, label = line.partition("|")[0].strip().partition(" ")
            classes[qid] = (kind, label.strip())
    return classes


#: The kind and the label (of :data:`jumelage.places.domain.kinds.LABELS`) of a class, in order of preference.
CLASSES = _read()
_ORDER = {qid: place for place, qid in enumerate(CLASSES)}
#: The English name of a class that is no place.
NO_PLACES: dict[str, str] = {
    qid: name
    for qid, _, name in (line.strip().partition(" ") for line in _OTHERS.splitlines())
    if qid
}


def kind_and_label(classes: Iterable[str]) -> tuple[Kind, str] | None:
    """Return what the classes of an item say that it is; nothing if none of them is known.

    A city that is a state, county or province as well (Berlin, San Francisco, Oslo) counts as the city.
    """
    known = sorted((qid for qid in classes if qid in CLASSES), key=_ORDER.__getitem__)
    return CLASSES[known[0]] if known else None


def no_place(classes: Iterable[str]) -> str:
    """Return the name of a class that is no place; empty if there is none."""
    return next((NO_PLACES[qid] for qid in classes if qid in NO_PLACES), "")
