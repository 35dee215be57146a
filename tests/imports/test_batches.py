"""Batches: what is new in a newer edition, what vanished, what changed; and taking all of it back."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db.models import Q

from jumelage.core.audit import OPERATOR
from jumelage.core.domain.refusals import RefusedError
from jumelage.imports.domain.statements import (
    Acting,
    SourceClaim,
    SourceName,
    SourcePlace,
    Statement,
)
from jumelage.imports.models import Decision, ReviewItem
from jumelage.imports.report import Section
from jumelage.imports.undoing import undo_import
from jumelage.places.domain.matcher import Query
from jumelage.places.models import Place, PlaceName
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.actions import retract_claim
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db

LATER = date(2026, 8, 1)


@dataclass
class Said:
    """An adapter that yields what a test gives it."""

    statements: list[Statement] = field(default_factory=list)
    name: str = "said"

    def read(self, _progress=None):
        yield from self.statements

    def digest(self) -> str:
        return "0" * 64


def place(name: str, country: str = "RU", **more) -> SourcePlace:
    return SourcePlace(Query(name, country, **more))


def tie(first: str, second: str, *claims: SourceClaim, line: int = 2, **more) -> Statement:
    a, b = place(first, "RU"), place(second, "US")
    return Statement(line, a, b, claims or (SourceClaim(),), locator=f"line {line}", **more)


def signed(when: str) -> SourceClaim:
    return SourceClaim("signed", when)


def claim_about(slug: str) -> Claim:
    return Claim.objects.get(Q(tie__place_a__slug=slug) | Q(tie__place_b__slug=slug))


VLADIVOSTOK = ("Vladivostok", "San Diego")
MURMANSK = ("Murmansk", "Jacksonville")


def undo(number: int, reason: str = "") -> dict[str, int]:
    return undo_import(actor=OPERATOR, batch=ImportBatch.objects.get(pk=number), reason=reason)


def test_undoing_restores_the_registry_exactly(importing, exported) -> None:
    vladivostok = make_place("Vladivostok", identifiers={"geonames": "2013348"})
    make_claim(vladivostok, when="1991")
    before = (exported(), Place.objects.count(), PlaceName.objects.count(), Source.objects.count())
    applied = importing(Said([tie(*VLADIVOSTOK, signed("1991")), tie(*MURMANSK, line=3)]))
    assert exported() != before[0]
    gone = undo(applied.batch, "a wrong file")
    after = (exported(), Place.objects.count(), PlaceName.objects.count(), Source.objects.count())
    assert after == before
    assert (gone["claims"], gone["ties"]) == (2, 2)
    assert list(check_registry()) == []
    batch = ImportBatch.objects.get()
    assert (batch.undone_reason, batch.counts["new_claims"]) == ("a wrong file", 2)


def test_undoing_leaves_what_others_added_since(importing) -> None:
    applied = importing(Said([tie(*VLADIVOSTOK), tie(*MURMANSK, line=3)]))
    vladivostok = Place.objects.get(slug="vladivostok")
    make_claim(vladivostok, Place.objects.get(slug="san-diego"), when="1991")
    undo(applied.batch)
    kept = Tie.objects.get()
    assert (kept.since, kept.claims.count()) == ("1991", 1)
    assert set(Place.objects.values_list("slug", flat=True)) == {"vladivostok", "san-diego"}
    assert vladivostok.identifiers.exists()
    assert list(check_registry()) == []


def test_an_import_is_undone_once(importing) -> None:
    applied = importing(Said([tie(*VLADIVOSTOK)]))
    undo(applied.batch)
    with pytest.raises(RefusedError, match="undone before"):
        undo(applied.batch)


def test_a_newer_edition_brings_the_difference_and_shows_what_vanished(importing) -> None:
    importing(Said([tie(*VLADIVOSTOK), tie(*MURMANSK, line=3)]))
    newer = importing(
        Said([tie(*VLADIVOSTOK), tie("Samara", "St. Louis", line=3)]), retrieved=LATER
    )
    counts = newer.report.counts
    assert (counts["new_claims"], counts["known"], counts["vanished"]) == (1, 1, 1)
    assert "Murmansk" in newer.report.sections[Section.VANISHED][0].subject
    assert Claim.objects.filter(retracted_at__isnull=True).count() == 3
    again = claim_about("vladivostok")
    assert again.last_said_on == LATER


def test_a_list_that_still_names_an_ended_tie_disputes_its_end_only_once_it_does(importing) -> None:
    importing(Said([tie(*VLADIVOSTOK)]))
    ends = (Place.objects.get(slug="vladivostok"), Place.objects.get(slug="san-diego"))
    make_claim(*ends, "ended", when="2026-05-01", source=make_source(published="2026-05-02"))
    assert Tie.objects.get().disputed is False
    newer = importing(Said([tie(*VLADIVOSTOK)]), retrieved=LATER)
    assert Tie.objects.get().disputed is True
    assert newer.report.sections[Section.STILL_LISTED]
    undo(newer.batch)
    assert Tie.objects.get().disputed is False
    assert list(check_registry()) == []


def test_another_date_of_the_same_source_takes_the_place_of_the_first(importing, exported) -> None:
    importing(Said([tie(*VLADIVOSTOK, signed("1990"))]))
    before = exported()
    newer = importing(Said([tie(*VLADIVOSTOK, signed("1991"))]), retrieved=LATER)
    found = Tie.objects.get()
    assert (found.since, found.disputed, newer.report.counts["changed"]) == ("1991", False, 1)
    assert "otherwise" in Claim.objects.get(when="1990").retraction_reason
    undo(newer.batch)
    assert exported() == before


def test_what_a_person_took_back_is_not_recorded_again(importing) -> None:
    importing(Said([tie(*VLADIVOSTOK), tie(*MURMANSK, line=3)]))
    claim = claim_about("murmansk")
    retract_claim(actor=OPERATOR, claim=claim, reason="the list means another Jacksonville")
    again = importing(Said([tie(*VLADIVOSTOK), tie(*MURMANSK, line=3)]), retrieved=LATER)
    assert (again.report.counts["withdrawn"], again.report.counts["new_claims"]) == (1, 0)


def test_undoing_the_first_edition_keeps_what_the_second_says_too(importing) -> None:
    first = importing(Said([tie(*VLADIVOSTOK), tie(*MURMANSK, line=3)]))
    importing(Said([tie(*VLADIVOSTOK)]), retrieved=LATER)
    gone = undo(first.batch)
    assert (gone["kept"], gone["claims"]) == (1, 1)
    assert claim_about("vladivostok").tie == Tie.objects.get()
    assert list(check_registry()) == []


def test_two_pages_that_name_each_other_make_one_claim_and_one_alone_is_reported(importing) -> None:
    applied = importing(
        Said(
            [
                tie(*VLADIVOSTOK, stated_by=Acting.FIRST),
                tie(*VLADIVOSTOK, stated_by=Acting.SECOND, line=3),
                tie(*MURMANSK, stated_by=Acting.SECOND, line=4),
            ]
        )
    )
    assert applied.report.counts["new_claims"] == 2
    lines = applied.report.sections[Section.ONE_SIDED]
    assert [(line.line, line.message) for line in lines] == [
        (4, "stated only on the page of Jacksonville")
    ]


def test_an_impossible_date_is_kept_as_given_and_reported(importing) -> None:
    applied = importing(Said([tie(*VLADIVOSTOK, signed("37546"))]))
    claim = Claim.objects.get()
    assert (claim.kind, claim.when, claim.note) == ("attested", "", "date as given: 37546")
    assert applied.report.sections[Section.DATES]


def test_a_source_that_identifies_and_locates_a_place_is_taken_at_its_word(importing) -> None:
    village = SourcePlace(
        Query("Маленькое", "RU", lat=55.5, lng=37.5, identifiers=(("wikidata", "Q999999999"),)),
        names=(SourceName("Малое", "ru", "official"),),
        population=120,
        population_year=2021,
    )
    statement = Statement(2, village, place("Berlin", "DE"))
    importing(Said([statement]), authority=Authority.WIKIDATA)
    mine = Place.objects.get(country="RU")
    assert (mine.population, mine.source.title) == (120, "A list")
    assert set(mine.names.values_list("name", flat=True)) == {"Маленькое", "Малое"}
    assert importing(Said([statement]), authority=Authority.WIKIDATA).batch is None


def test_two_items_of_one_source_are_never_one_place(importing) -> None:
    def item(number: str) -> SourcePlace:
        return SourcePlace(
            Query("Vladivostok", "RU", lat=43.1, lng=131.9, identifiers=(("wikidata", number),))
        )

    applied = importing(
        Said(
            [
                Statement(2, item("Q959"), place("San Diego", "US")),
                Statement(3, item("Q4117234"), place("San Diego", "US")),
            ]
        )
    )
    assert Tie.objects.count() == 2
    assert applied.report.sections[Section.DUPLICATE_PLACES]


def test_what_a_source_knows_fills_gaps_and_overwrites_nothing(importing) -> None:
    mine = make_place("Vladivostok", identifiers={"geonames": "2013348"}, lat=None, lng=None)
    Place.objects.filter(pk=mine.pk).update(population=600_000)
    told = SourcePlace(
        Query("Vladivostok", "RU", lat=43.1, lng=131.9,
              identifiers=(("geonames", "2013348"), ("wikidata", "Q959"))),
        names=(SourceName("Владивосток", "ru", "official"),), population=1, population_year=2020,
    )  # fmt: skip
    applied = importing(Said([Statement(2, told, place("San Diego", "US"))]))
    mine.refresh_from_db()
    assert (mine.lat, mine.population, mine.local_name) == (43.1, 600_000, "Vladivostok")
    assert mine.identifiers.filter(scheme="wikidata", value="Q959").exists()
    undo(applied.batch)
    mine.refresh_from_db()
    assert (mine.lat, mine.names.filter(language="ru").exists()) == (None, False)


def test_questions_are_asked_once_and_a_decision_answers_them(importing) -> None:
    said = Said([Statement(2, place("Nowhereville", "DE"), place("San Diego", "US"))])
    importing(said, retrieved=date(2026, 2, 15))
    assert ReviewItem.objects.get().code == "none"
    importing(said)
    assert ReviewItem.objects.count() == 1
    mine = make_place("Neustadt", "DE")
    Decision.objects.create(
        source=Source.objects.get(title="A list"), country="DE", key="nowhereville",
        name="Nowhereville", place=mine, decided_by="test", decided_at="2026-02-16T00:00Z",
    )  # fmt: skip
    assert importing(said).report.counts["new_ties"] == 1
    assert Tie.objects.filter(place_a=mine).exists() or Tie.objects.filter(place_b=mine).exists()
    assert not ReviewItem.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_list(
    importing, django_assert_max_num_queries
) -> None:
    names = ["Vladivostok", "Murmansk", "Samara", "Kazan", "Perm", "Omsk", "Tomsk", "Pskov"]
    pairs = [tie(name, "San Diego", line=n) for n, name in enumerate(names, start=2)]
    with django_assert_max_num_queries(75):
        importing(Said(pairs))
