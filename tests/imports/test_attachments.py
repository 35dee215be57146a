"""What officers have built up around a place: merging, parting and undoing never tear it."""

import pytest

from jumelage.agreements.actions import proposals
from jumelage.agreements.actions.drafting import start_agreement
from jumelage.agreements.actions.proposals import ProposalText
from jumelage.agreements.domain.texts import Terms
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now
from jumelage.core.domain.refusals import RefusedError
from jumelage.imports.merging import merge_places
from jumelage.imports.parting import part_places
from jumelage.imports.undoing import undo_import
from jumelage.memberships.models import Institution
from jumelage.places.models import Place
from jumelage.sources.models import ImportBatch
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Tie
from jumelage.ties.objections import object_to
from tests.factories import make_claim, make_place
from tests.factories.people import member

pytestmark = pytest.mark.django_db


def refused(kept: Place, gone: Place) -> str:
    with pytest.raises(RefusedError) as error:
        merge_places(actor=OPERATOR, kept=kept, gone=gone)
    assert [problem.code for problem in error.value.problems] == ["held"]
    assert Place.objects.filter(pk=gone.pk).exists()
    return str(error.value)


@pytest.fixture
def twice():
    """One town on record twice, each with a tie."""
    kept, gone = make_place("Salem", "DE"), make_place("Salem am See", "DE")
    partner = make_place("Orsk", "RU")
    make_claim(gone, partner, "signed", when="1991")
    return kept, gone, partner


def propose(place: Place, addressee: Place) -> None:
    text = ProposalText("friendship", "Apples")
    proposals.propose(actor=member(place), place=place, addressee=addressee, text=text)


def test_a_place_with_members_institutions_or_proposals_is_not_merged_away(twice) -> None:
    kept, gone, _partner = twice
    Institution.objects.create(place=gone, kind="museum", name="Apple Museum")
    propose(make_place(country="FR"), gone)
    message = refused(kept, gone)
    assert "institutions (1)" in message
    assert "proposals (1)" in message
    merge_places(actor=OPERATOR, kept=gone, gone=kept)  # the other way round nothing is torn
    assert list(check_registry()) == []


def test_a_place_whose_tie_has_an_agreement_or_an_objection_is_not_merged_away(twice) -> None:
    kept, gone, partner = twice
    tie = Tie.objects.get()
    claim = tie.claims.get()
    object_to(actor=member(partner), claim=claim, place=partner, reason="It was 1992")
    assert "objections (1)" in refused(kept, gone)
    start_agreement(actor=member(partner), place=partner, terms=Terms("twinning", ("en",)), tie=tie)
    assert "agreements (1)" in refused(kept, gone)


def test_a_claim_that_its_office_entered_holds_too(twice) -> None:
    kept, gone, _partner = twice
    Claim.objects.update(entered_for=gone)
    assert "claims entered by its office (1)" in refused(kept, gone)


def test_places_are_not_parted_once_their_tie_has_an_agreement(twice) -> None:
    kept, gone, partner = twice
    merge = merge_places(actor=OPERATOR, kept=kept, gone=gone)
    start_agreement(
        actor=member(partner),
        place=partner,
        terms=Terms("twinning", ("en",)),
        tie=Tie.objects.get(),
    )
    with pytest.raises(RefusedError, match="agreements \\(1\\)"):
        part_places(actor=OPERATOR, merge=merge)
    assert not Place.objects.filter(pk=gone.pk).exists()


@pytest.fixture
def imported(twice):
    """An import that brought in a place and all that is said of a tie."""
    _kept, gone, _partner = twice
    batch = ImportBatch.objects.create(
        adapter="pairs", file_name="x.csv", file_sha256="0", at=now()
    )
    Claim.objects.update(batch=batch)
    Place.objects.filter(pk=gone.pk).update(batch=batch)
    return batch


def test_undoing_an_import_leaves_places_with_members(imported, twice) -> None:
    _kept, gone, _partner = twice
    Institution.objects.create(place=gone, kind="museum", name="Apple Museum")
    undo_import(actor=OPERATOR, batch=imported)
    assert Place.objects.filter(pk=gone.pk).exists()
    assert not Tie.objects.exists()


def test_an_import_is_not_undone_that_alone_carries_a_tie_with_an_agreement(
    imported, twice
) -> None:
    *_, partner = twice
    tie = Tie.objects.get()
    start_agreement(actor=member(partner), place=partner, terms=Terms("twinning", ("en",)), tie=tie)
    with pytest.raises(RefusedError, match="agreements \\(1\\)"):
        undo_import(actor=OPERATOR, batch=imported)
    assert tie.claims.count() == 1
    make_claim(tie.place_a, tie.place_b, "attested")
    undo_import(actor=OPERATOR, batch=imported)
    assert tie.claims.count() == 1
