"""Two records of one place made one, and parted again: exactly, and without losing what others added since."""

from datetime import UTC, date, datetime

import pytest
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.imports.merging import merge_places
from jumelage.imports.models import Decision, PlaceMerge
from jumelage.imports.parting import part_places
from jumelage.imports.queries import likely_ends, likely_pairs, place_now_at
from jumelage.imports.undoing import undo_import
from jumelage.places.models import Place, PlaceIdentifier, PlaceName
from jumelage.sources.models import ImportBatch
from jumelage.ties.actions import retract_claim
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db

EDITOR = Actor(label="Anna", permissions=frozenset({"imports.review"}))
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = (Place, PlaceName, PlaceIdentifier, Tie, Claim, Decision)


def everything() -> dict[str, list]:
    """Every row of the registry, to compare with later."""
    return {
        model.__name__: serializers.serialize("python", model.objects.order_by("pk"))
        for model in TABLES
    }


def merge(kept: Place, gone: Place) -> PlaceMerge:
    return merge_places(actor=EDITOR, kept=kept, gone=gone, reason="the same town")


def part(done: PlaceMerge) -> Place:
    return part_places(actor=EDITOR, merge=done)


def whole() -> bool:
    return list(check_registry()) == []


def namesake(slug: str, name: str = "Salem", country: str = "DE", **values) -> Place:
    """A place with a name that another has."""
    place = Place.objects.create(country=country, slug=slug, kind="city", name=name, **values)
    PlaceName.objects.create(
        place=place, language="en", kind="official", name=name, key=name.lower()
    )
    return place


@pytest.fixture
def twice():
    """A town recorded twice, first and last of all places, with ties between."""
    first = make_place("Salem", "DE", identifiers={"geonames": "11"}, lat=47.7, lng=9.3)
    partner, other = make_place("Orsk", "RU", ru="Орск"), make_place("Omsk", "RU")
    last = namesake("salem-2", lat=47.75, lng=9.3)
    PlaceIdentifier.objects.create(place=last, scheme="wikidata", value="Q11")
    PlaceName.objects.create(
        place=last, language="de", kind="official", name="Salem (Baden)", key="salem baden"
    )
    return first, partner, other, last


def test_only_editors_merge_and_part(twice) -> None:
    first, _, _, last = twice
    with pytest.raises(NotAllowedError):
        merge_places(actor=Actor(label="somebody"), kept=first, gone=last)
    done = merge(first, last)
    with pytest.raises(NotAllowedError):
        part_places(actor=Actor(label="somebody"), merge=done)


def test_everything_moves_and_comes_back(twice, exported) -> None:
    first, partner, other, last = twice
    source = make_source()
    make_claim(first, partner, "signed", when="1991", source=source, by=None)
    make_claim(last, partner, "signed", when="1991", source=source, recorded=date(2019, 1, 1))
    make_claim(last, partner, "suspended", when="2022", by=last)
    retract_claim(
        actor=OPERATOR, claim=make_claim(last, partner, "ended", when="2023"), reason="no"
    )
    make_claim(last, other, "signed", when="2001")
    village = make_place("Weildorf", "DE", kind="district")
    Place.objects.filter(pk=village.pk).update(parent=last)
    Decision.objects.create(
        country="DE", key="salem", name="Salem", place=last, decided_by="x", decided_at=MOMENT
    )
    before, files = everything(), exported()
    done = merge(first, last)
    assert whole()
    tie = Tie.objects.get(place_a__in=[first, partner], place_b__in=[first, partner])
    assert sorted(tie.claims.values_list("kind", flat=True)) == ["ended", "signed", "suspended"]
    assert tie.claims.get(kind="signed").recorded_at.year == 2019
    assert tie.legal == "suspended"
    assert Tie.objects.filter(place_a=first, place_b=other).exists()
    village.refresh_from_db()
    assert village.parent == first
    assert place_now_at("de", "salem-2") == first
    assert first.names.get(language="de").name == "Salem (Baden)"
    back = part(done)
    assert (everything(), exported()) == (before, files)
    assert whole()
    assert place_now_at("de", "salem-2") == back


def test_what_others_added_since_stays_with_the_kept_place(twice) -> None:
    first, partner, other, last = twice
    make_claim(last, partner, "signed", when="1991")
    done = merge(first, last)
    first.refresh_from_db()
    later = make_claim(first, partner, "renewed", when="2025", by=first)
    new = make_claim(first, other, "signed", when="2026")
    part(done)
    assert whole()
    later.refresh_from_db()
    new.refresh_from_db()
    assert {later.tie.place_a, later.tie.place_b} == {first, partner}
    assert later.side == ("a" if later.tie.place_a == first else "b")
    assert {new.tie.place_a, new.tie.place_b} == {first, other}
    assert Tie.objects.get(place_b=last).claims.get().when == "1991"


def test_a_tie_between_the_two_is_refused(twice) -> None:
    first, _, _, last = twice
    make_claim(first, last)
    with pytest.raises(RefusedError, match="tie with each other"):
        merge(first, last)


def test_places_of_two_countries_and_a_place_with_itself_are_refused(twice) -> None:
    first, partner, _, _ = twice
    with pytest.raises(RefusedError, match="two countries"):
        merge(first, partner)
    with pytest.raises(RefusedError, match="not two places"):
        merge(first, first)


def test_merges_that_build_on_each_other_are_parted_in_turn(twice) -> None:
    first, partner, other, last = twice
    make_claim(last, partner, when="1991")
    twin = namesake("orsk-2", "Orsk", "RU")
    make_claim(last, twin, when="1999")
    third = namesake("salem-3")
    make_claim(third, other, when="2001")
    before = everything()
    one = merge(first, last)
    two = merge(partner, twin)
    three = merge(third, first)
    assert place_now_at("de", "salem-2") == third
    assert whole()
    for early in (one, two):
        with pytest.raises(RefusedError, match="builds on this one"):
            part(early)
    for done in (three, two, one):
        part(done)
        assert whole()
    assert everything() == before
    with pytest.raises(RefusedError, match="parted before"):
        part(one)


def test_an_old_address_that_somebody_else_has_now_is_not_taken_away(twice) -> None:
    first, _, _, last = twice
    done = merge(first, last)
    usurper = namesake("salem-2")
    back = part(done)
    assert back.slug != usurper.slug
    assert back.pk == last.pk


def test_an_import_of_merged_places_is_undone_only_when_they_are_parted(twice) -> None:
    first, partner, _, last = twice
    batch = ImportBatch.objects.create(adapter="x", file_name="x", file_sha256="0", at=MOMENT)
    claim = make_claim(last, partner, when="1991")
    Claim.objects.filter(pk=claim.pk).update(batch=batch)
    done = merge(first, last)
    with pytest.raises(RefusedError, match="part them first"):
        undo_import(actor=OPERATOR, batch=batch)
    part(done)
    assert undo_import(actor=OPERATOR, batch=batch)["claims"] == 1
    assert whole()


KINDS = ("attested", "signed", "suspended", "ended", "active")
CLAIMS = st.lists(
    st.tuples(
        st.integers(0, 4),  # one of the two, or of the others
        st.integers(0, 2),  # the partner
        st.sampled_from(KINDS),
        st.sampled_from(["first", "second", "both"]),
        st.sampled_from(["", "1991", "2001-05"]),
        st.integers(0, 1),  # source
        st.booleans(),  # retracted
    ),
    max_size=12,
)


@given(claims=CLAIMS, order=st.permutations(range(5)), pair=st.permutations(range(2)))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_merging_and_parting_change_nothing(db, claims, order, pair) -> None:
    from django.db import transaction

    with transaction.atomic():
        _merge_and_part(claims, order, pair)
        transaction.set_rollback(True)


def _merge_and_part(claims, order, pair) -> None:
    made = {n: make_place(country="DE" if n < 2 else "RU") for n in order}
    sources = [make_source(), make_source(published="2020-02-02")]
    for one, partner, kind, by, when, source, retracted in claims:
        a, b = made[one], made[2 + partner]
        if a == b or (one < 2 and 2 + partner < 2):
            continue
        acting = {"first": a, "second": b, "both": None}[by]
        if kind == "attested":
            acting = None
        claim = make_claim(a, b, kind, by=acting, when=when, source=sources[source],
                           recorded=date(2019 + one, 1, 1))  # fmt: skip
        if retracted and claim.retracted_at is None:
            retract_claim(actor=OPERATOR, claim=claim, reason="wrong")
    before = everything()
    kept, gone = made[pair[0]], made[pair[1]]
    done = merge(kept, gone)
    assert whole()
    assert not Place.objects.filter(pk=gone.pk).exists()
    part(done)
    assert whole()
    assert everything() == before


def test_likely_duplicates_are_near_of_one_kind_and_have_one_name(twice) -> None:
    first, *_, last = twice
    make_claim(last)
    namesake("salem-far", lat=52.0, lng=9.3)
    (found,) = likely_pairs(likely_ends())
    assert (found.first, found.second) == (last, first)
    assert 5 < found.km < 6
