"""Writing shortlists: who may, what is refused, two people at once, the order, and who else may read them."""

from datetime import timedelta

import pytest

from jumelage.core.audit import OPERATOR, revision
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.imports.merging import merge_places
from jumelage.imports.parting import part_places
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.actions.wishes import publish_new
from jumelage.partners.models import Shortlist, ShortlistItem
from jumelage.partners.shortlists.candidates import candidate_with, candidates_named
from jumelage.partners.shortlists.queries import compared, places_now, shortlists_of
from jumelage.partners.shortlists.secrets import secret_of, shortlist_with
from tests.factories import make_claim, make_place
from tests.partners.conftest import officer_of, wish_data

pytestmark = pytest.mark.django_db
LEIPZIG = "geonames:2879139"


@pytest.fixture
def shortlist(town, officer, data_dir) -> Shortlist:
    return actions.make(actor=officer.actor, place=town, title="Ports", note="For the council")


@pytest.fixture
def put(town, officer, shortlist):
    """Put a place on the list."""

    def add(ref: str) -> ShortlistItem:
        return actions.add(actor=officer.actor, place=town, ref=ref, shortlist=shortlist)

    return add


def _fields(error) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_only_officers_of_the_place_write_and_its_helpers_read(
    town, other, officer, shortlist, put
):
    item = put(f"place:{other.pk}")
    helper = officer_of(town, "h@vlad.example", role="helper").actor
    stranger = officer_of(other, "bob@sd.example").actor
    until = today() + timedelta(days=9)
    for actor in (helper, stranger):
        for write in (
            lambda who: actions.make(actor=who, place=town, title="X"),
            lambda who: actions.change(
                actor=who, shortlist=shortlist, version=2, title="X", note=""
            ),
            lambda who: actions.remove(actor=who, shortlist=shortlist, version=2),
            lambda who: actions.add(actor=who, place=town, ref=LEIPZIG),
            lambda who: actions.write_note(actor=who, item=item, version=1, note="X"),
            lambda who: actions.take_off(actor=who, item=item, version=1),
            lambda who: actions.move(actor=who, item=item, version=2, up=True),
            lambda who: actions.keep_reasons(actor=who, shortlist=shortlist, reasons={}),
            lambda who: actions.share(actor=who, shortlist=shortlist, version=2, until=until),
            lambda who: actions.renew_address(actor=who, shortlist=shortlist, version=2),
            lambda who: actions.stop_sharing(actor=who, shortlist=shortlist, version=2),
        ):
            with pytest.raises(NotAllowedError):
                write(actor)
    assert shortlists_of(helper, town).get() == shortlist
    assert not shortlists_of(stranger, town).exists()
    assert shortlists_of(OPERATOR, town).exists()


def test_every_reason_is_given_at_once(town, officer):
    with pytest.raises(RefusedError) as error:
        actions.make(actor=officer.actor, place=town, title="  ", note="x" * 5001)
    assert _fields(error) == {"title", "note"}


def test_a_list_changes_and_goes(officer, shortlist, put):
    put(LEIPZIG)
    changed = actions.change(
        actor=officer.actor, shortlist=shortlist, version=2, title="Harbours", note=""
    )
    assert (changed.title, changed.note, changed.version) == ("Harbours", "", 3)
    with pytest.raises(ConflictError):
        actions.remove(actor=officer.actor, shortlist=shortlist, version=2)
    actions.remove(actor=officer.actor, shortlist=shortlist, version=3)
    assert not ShortlistItem.objects.exists()


def test_nothing_of_a_list_is_public_and_all_of_it_is_in_the_trail(town, officer, shortlist, put):
    before = revision()
    item = put(LEIPZIG)
    actions.write_note(actor=officer.actor, item=item, version=1, note="Secret plans")
    actions.take_off(actor=officer.actor, item=item, version=2)
    assert revision() == before
    entries = AuditEntry.objects.filter(
        concerns__place_id=town.pk, target=f"shortlist:{shortlist.pk}"
    )
    assert [entry.action for entry in entries.order_by("pk")] == [
        "partners.make_shortlist",
        "partners.add_candidate",
        "partners.note_candidate",
        "partners.take_candidate_off",
    ]
    assert "Secret plans" not in repr(list(entries.values_list("changes", "reason")))


def test_a_list_has_its_size_and_a_place_its_lists(town, officer, shortlist, put, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ITEMS", 1)
    monkeypatch.setattr(actions, "MOST_LISTS", 1)
    put(LEIPZIG)
    with pytest.raises(RefusedError, match="There are 1 places on the list"):
        put("geonames:2950159")
    with pytest.raises(RefusedError, match="There are 1 lists already"):
        actions.make(actor=officer.actor, place=town, title="Another")


def test_what_the_register_has_by_now_is_no_second_place(town, officer, shortlist, put):
    item = put(LEIPZIG)
    leipzig = make_place("Leipzig", "DE", ru="Лейпциг", identifiers={"geonames": "2879139"})
    assert places_now([item]) == {item.pk: leipzig.pk}
    for ref in (LEIPZIG, f"place:{leipzig.pk}"):
        with pytest.raises(RefusedError, match="already"):
            put(ref)
    row = compared(shortlist).rows[0]
    assert (row.place, row.ties) == (leipzig, 0)


def test_the_order_is_changed_step_by_step(officer, shortlist, put):
    for ref in (LEIPZIG, "geonames:2950159", "geonames:2844588"):
        put(ref)
    shortlist.refresh_from_db()

    def order() -> list[str]:
        return [item.name for item in shortlist.items.all()]

    assert order() == ["Leipzig", "Berlin", "Rostock"]
    rostock = shortlist.items.get(name="Rostock")
    actions.move(actor=officer.actor, item=rostock, version=4, up=True)
    assert order() == ["Leipzig", "Rostock", "Berlin"]
    with pytest.raises(ConflictError):  # somebody saw the order as it was before
        actions.move(actor=officer.actor, item=rostock, version=4, up=True)
    actions.move(actor=officer.actor, item=rostock, version=5, up=True)
    actions.move(actor=officer.actor, item=rostock, version=6, up=True)  # it is the first already
    actions.move(actor=officer.actor, item=rostock, version=6, up=False)
    assert order() == ["Leipzig", "Rostock", "Berlin"]


def test_two_who_write_a_note_at_once_are_told(officer, put):
    item = put(LEIPZIG)
    actions.write_note(actor=officer.actor, item=item, version=1, note=" A fair ")
    with pytest.raises(ConflictError) as error:
        actions.write_note(actor=officer.actor, item=item, version=1, note="Books")
    assert error.value.current.note == "A fair"
    with pytest.raises(ConflictError):
        actions.take_off(actor=officer.actor, item=item, version=1)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (366, True), (367, False)])
def test_a_list_is_shared_for_a_year_at_most(officer, shortlist, put, days, fits):
    put(LEIPZIG)
    until = today() + timedelta(days=days)
    if fits:
        actions.share(actor=officer.actor, shortlist=shortlist, version=2, until=until)
    else:
        with pytest.raises(RefusedError) as error:
            actions.share(actor=officer.actor, shortlist=shortlist, version=2, until=until)
        assert _fields(error) == {"until"}


def test_an_empty_list_is_not_shared(officer, shortlist):
    with pytest.raises(RefusedError, match="nothing on the list"):
        actions.share(actor=officer.actor, shortlist=shortlist, version=1, until=today())


def test_the_address_holds_a_secret_that_is_renewed_and_taken_back(officer, shortlist, put):
    put(LEIPZIG)
    until = today() + timedelta(days=9)
    with pytest.raises(RefusedError):
        actions.renew_address(actor=officer.actor, shortlist=shortlist, version=2)
    kept = actions.share(actor=officer.actor, shortlist=shortlist, version=2, until=until)
    first = secret_of(kept)
    assert kept.nonce not in first
    assert shortlist_with(first) == shortlist
    later = until + timedelta(days=9)
    kept = actions.share(actor=officer.actor, shortlist=shortlist, version=3, until=later)
    assert (secret_of(kept), kept.shared_until) == (first, later)
    kept = actions.renew_address(actor=officer.actor, shortlist=shortlist, version=4)
    second = secret_of(kept)
    assert shortlist_with(first) is None
    assert shortlist_with(second) == shortlist
    kept = actions.stop_sharing(actor=officer.actor, shortlist=shortlist, version=5)
    assert shortlist_with(second) is None
    assert shortlist_with(secret_of(kept)) is None  # made from no nonce at all


def test_after_its_end_it_is_shared_at_another_address(officer, shortlist, put):
    put(LEIPZIG)
    kept = actions.share(actor=officer.actor, shortlist=shortlist, version=2, until=today())
    first = secret_of(kept)
    Shortlist.objects.update(shared_until=today() - timedelta(days=1))
    kept.refresh_from_db()
    assert not kept.is_shared(today())
    kept = actions.share(actor=officer.actor, shortlist=shortlist, version=3, until=today())
    assert secret_of(kept) != first


@pytest.mark.parametrize(
    "secret", ["", "-", "1", "1-", "x-1", "١-1", f"{'9' * 30}-x", "1-" + "0" * 48]
)
def test_a_guess_finds_nothing(officer, shortlist, put, secret):
    put(LEIPZIG)
    actions.share(actor=officer.actor, shortlist=shortlist, version=2, until=today())
    assert shortlist_with(secret.replace("1", str(shortlist.pk))) is None


def test_places_are_compared_by_what_is_known(town, other, officer, shortlist, put):
    put(f"place:{other.pk}")
    put(LEIPZIG)
    make_claim(town, other, "signed", when="1991")
    bob = officer_of(other, "bob@sd.example").actor
    publish_new(actor=bob, place=other, data=wish_data("A choir sought"))
    first, second = compared(shortlist).rows
    assert (first.place, first.ties, first.bond.since) == (other, 1, "1991")
    assert [wish.title for wish in first.wishes] == ["A choir sought"]
    assert (second.place, second.ties, second.bond, list(second.wishes)) == (None, None, None, [])
    assert second.population > 400_000
    assert second.km is not None


def test_however_long_a_list_is_the_database_is_asked_as_often(
    town, officer, shortlist, put, django_assert_num_queries
):
    def fill(number: int) -> None:
        for _ in range(number):
            place = make_place(country="US")
            put(f"place:{place.pk}")
            make_claim(town, place, "signed", when="1991")
            actor = officer_of(place, f"p{place.pk}@x.example").actor
            publish_new(actor=actor, place=place, data=wish_data())
        put(f"geonames:{2950159 if number == 1 else 2844588}")

    fill(1)
    with django_assert_num_queries(7):
        compared(shortlist)
    fill(3)
    with django_assert_num_queries(7):
        compared(shortlist)


def test_a_name_finds_places_of_the_gazetteer_that_the_register_has_not(data_dir):
    assert [one.name for one in candidates_named("Лейпциг", "DE")][:1] == ["Leipzig"]
    make_place("Leipzig", "DE", identifiers={"geonames": "2879139"})
    assert LEIPZIG not in [one.ref for one in candidates_named("Leipzig", "DE")]
    assert candidates_named("Nosuchplace", "DE") == []
    assert candidate_with(LEIPZIG).place.name == "Leipzig"


def test_a_place_is_still_considered_when_its_two_records_are_merged_and_parted(
    officer, shortlist, put
):
    kept, gone = make_place("Busan", "KR"), make_place("Pusan", "KR")
    for place in (kept, gone):
        put(f"place:{place.pk}")
    merge = merge_places(actor=OPERATOR, kept=kept, gone=gone)
    assert [row.place for row in compared(shortlist).rows] == [kept, kept]
    with pytest.raises(RefusedError, match="already"):
        put(f"place:{kept.pk}")
    back = part_places(actor=OPERATOR, merge=merge)
    assert [row.place for row in compared(shortlist).rows] == [kept, back]
