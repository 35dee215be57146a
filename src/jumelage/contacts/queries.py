"""Reading contacts: what an actor may see, each list in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from jumelage.contacts.domain.same import name_key
from jumelage.contacts.models import ErasureRequest, LogEntry, Office, Person, TieContact
from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.models import Tie


@dataclass(slots=True)
class OfficeShown:
    """An office with its people; ``office`` is none for people without an office that the reader may see."""

    office: Office | None
    people: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class PlaceContacts:
    """What a reader may see of the contacts of a place."""

    place: Place
    offices: list[OfficeShown] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """All people in it."""
        return [person for shown in self.offices for person in shown.people]


def contacts_of(actor: Actor, place: Place) -> PlaceContacts:
    """Return what an actor may see of a place’s open offices and of those who hold a function there; two queries."""
    return partner_contacts(actor, [place])[0]


def public_contacts(place: Place) -> PlaceContacts:
    """Return what everybody may see of a place’s contacts; two queries. It depends on no reader."""
    return contacts_of(Actor(label="public"), place)


def partner_contacts(actor: Actor, places: Iterable[Place]) -> list[PlaceContacts]:
    """Return what an actor may see of the contacts of several places, those with nothing too; two queries."""
    places = list(places)
    offices = Office.objects.visible_to(actor).open().filter(place__in=places)
    people = Person.objects.visible_to(actor).in_office(today()).filter(place__in=places)
    return _grouped(places, offices, people)


def _grouped(
    places: list[Place], offices: QuerySet[Office], people: QuerySet[Person]
) -> list[PlaceContacts]:
    """Put people into the offices that the reader may see; the others stand last, without one."""
    offices, people = offices.select_related("place"), people.select_related("place")
    by_place = {place.pk: PlaceContacts(place) for place in places}
    by_office: dict[int, OfficeShown] = {}
    for office in offices:
        shown = by_office[office.pk] = OfficeShown(office)
        by_place[office.place_id].offices.append(shown)
    without: dict[int, OfficeShown] = {}
    for person in people:
        seated = by_office.get(person.office_id or 0)
        if seated is None:
            seated = without.get(person.place_id)
        if seated is None:
            seated = without[person.place_id] = OfficeShown(None)
        seated.people.append(person)
    for place_id, shown in without.items():
        by_place[place_id].offices.append(shown)
    return [by_place[place.pk] for place in places]


def partners_with_contacts(actor: Actor, place: Place, language: str) -> QuerySet[Place]:
    """Return the places that have a tie with this one and contacts that the actor may see, by name."""
    ties = Tie.objects.exclude(legal__in=["none", "ended"])
    partners = Q(pk__in=ties.filter(place_a=place).values("place_b")) | Q(
        pk__in=ties.filter(place_b=place).values("place_a")
    )
    offices = Office.objects.visible_to(actor).open().filter(place=OuterRef("pk"))
    people = Person.objects.visible_to(actor).in_office(today()).filter(place=OuterRef("pk"))
    shown = Place.objects.filter(partners).filter(Exists(offices) | Exists(people))
    return shown.prefetch_related(official_names(language)).order_by("name", "pk")


def former_people(place: Place) -> QuerySet[Person]:
    """Return those of a place who held a function, the last to leave first; erased ones are left out."""
    rows = Person.objects.filter(place=place, erased_at__isnull=True, until__lt=today())
    return rows.select_related("successor").order_by("-until", "name")


def closed_offices(place: Place) -> QuerySet[Office]:
    """Return the offices of a place that were closed."""
    return Office.objects.filter(place=place, closed_at__isnull=False).order_by("-closed_at")


def last_contacts(place: Place) -> dict[int, date]:
    """Return when a place last had to do with each of its ties (by the tie’s number), by its own log; one query."""
    rows = LogEntry.objects.filter(place=place, tie__isnull=False, removed_at__isnull=True)
    return dict(rows.order_by().values_list("tie_id").annotate(Max("on")))


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What a log is narrowed to. Empty means: not narrowed."""

    tie: int | None = None
    other: int | None = None
    person: int | None = None
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    removed: bool = False


def log_of(
    place: Place, wanted: LogFilter | None = None, *, language: str = "en"
) -> QuerySet[LogEntry]:
    """Return the entries of a place’s own log, the latest first, with all that a list shows of them."""
    wanted = wanted or LogFilter()
    rows = LogEntry.objects.filter(place=place, removed_at__isnull=not wanted.removed)
    exact = {"tie": wanted.tie, "other": wanted.other, "person": wanted.person}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(on__lte=wanted.until)
    names = Prefetch("other__names", queryset=official_names(language).queryset)
    return rows.select_related("other", "person", "document", "claim").prefetch_related(names)


def contact_people(tie: Tie, place: Place, actor: Actor) -> list[Person]:
    """Return who sees to a tie on the side of a place, as far as the actor may see them; one query."""
    contacts = TieContact.objects.filter(tie=tie, place=place).values("person")
    seen = Person.objects.visible_to(actor).in_office(today())
    return list(seen.filter(pk__in=contacts).select_related("office"))


def without_contact_person(place: Place) -> QuerySet[Tie]:
    """Return the living ties of a place for which nobody in office sees on its side."""
    contacts = TieContact.objects.filter(
        tie=OuterRef("pk"), place=place, person__in=Person.objects.in_office(today()).values("pk")
    )
    ties = Tie.objects.exclude(legal__in=["none", "ended"])
    return ties.filter(Q(place_a=place) | Q(place_b=place)).filter(~Exists(contacts)).order_by("pk")


def ties_of_person(person: Person) -> QuerySet[Tie]:
    """Return the ties to which a person sees."""
    return Tie.objects.filter(contact_people__person=person).select_related("place_a", "place_b")


def open_erasure_requests(actor: Actor) -> QuerySet[ErasureRequest]:
    """Return the confirmed requests about personal data that wait for an answer and that the actor may answer.

    They are those of :func:`erasure_requests_for`.
    """
    return erasure_requests_for(actor).filter(state=ErasureRequest.OPEN)


def erasure_requests_for(actor: Actor) -> QuerySet[ErasureRequest]:
    """Return the confirmed requests about personal data that the actor may answer, and those answered already.

    Officers see those of their places, keepers those of their countries, platform staff and the operator all.
    """
    rows = ErasureRequest.objects.filter(confirmed_at__isnull=False)
    rows = rows.select_related("place").order_by("confirmed_at", "pk")
    if actor.is_operator or actor.is_staff:
        return rows
    own = [place for place, role in actor.places.items() if is_at_least(role, Role.OFFICER)]
    return rows.filter(Q(place__in=own) | Q(place__country__in=actor.countries))


def people_meant(asked: ErasureRequest) -> list[Person]:
    """Return the people of the office, or of all offices, whom a request may mean: by the address, or the name."""
    people = Person.objects.filter(erased_at__isnull=True).select_related("place")
    if asked.place_id is not None:
        people = people.filter(place=asked.place_id)
    by_mail = Q(email__iexact=asked.email) if asked.email else Q(pk__in=[])
    by_name = Q(name__iexact=asked.name) | Q(pk__in=_namesakes(asked))
    found = list(people.filter(by_mail | by_name)[:50])
    return sorted(found, key=lambda person: person.email.lower() != asked.email.lower())


def _namesakes(asked: ErasureRequest) -> list[int]:
    """Return the numbers of people of the office with this name in another order or script."""
    if asked.place_id is None:
        return []
    key = name_key(asked.name)
    rows = Person.objects.filter(place=asked.place_id).values_list("pk", "name")
    return [pk for pk, name in rows if key and name_key(name) == key]
