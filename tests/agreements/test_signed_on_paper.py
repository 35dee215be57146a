"""Signatures of a side that has nobody here: recorded from the signed copy, seen later, and open to objection."""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError

from jumelage.agreements.actions import drafting, proposals, signing, work
from jumelage.agreements.history import history_of
from jumelage.agreements.history_words import say_line
from jumelage.agreements.models import Agreement, Signature
from jumelage.agreements.queries import waiting_for
from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.documents.models import Document
from jumelage.memberships.models import Membership
from jumelage.sources.domain.authority import Authority
from jumelage.ties.actions import retract_claim
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Objection
from jumelage.ties.objections import decide, may_object
from tests.agreements.conftest import with_officer
from tests.agreements.life import TERMS, Life
from tests.factories import make_place
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 14)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def agreement(life) -> Agreement:
    """A text of both sides; then San Diego’s officer leaves."""
    found = life.start()
    Membership.objects.filter(place=life.b).delete()
    mail.outbox.clear()
    return found


@pytest.fixture
def copy(life, document) -> Document:
    return document(life.a, life.anna, "Signed copy")


def on_paper(life: Life, agreement: Agreement, paper: Document | None, **more) -> Signature:
    last = agreement.drafts.last()
    values = {
        "actor": life.anna,
        "side": life.b,
        "draft": last.number,
        "text_sha256": last.sha256,
        "data": signing.SignatureData("Todd Gloria", "Mayor", DAY, document=paper),
        **more,
    }
    return signing.sign_on_paper(agreement=agreement, **values)


def in_force(life: Life, agreement: Agreement, paper: Document) -> Agreement:
    life.sign(agreement, "a")
    on_paper(life, agreement, paper)
    agreement.refresh_from_db()
    return agreement


def test_with_a_signature_on_paper_the_agreement_is_in_force_on_the_word_of_the_side_that_is_here(
    life, agreement, copy
) -> None:
    in_force(life, agreement, copy)
    assert agreement.in_force_on == DAY
    entry = agreement.signatures.get(place=life.b)
    assert (entry.on_paper, entry.recorded_for, entry.may_publish) == (True, life.a, False)
    assert agreement.signatures.get(place=life.a).on_paper is False
    claim = agreement.claim
    assert (claim.kind, claim.side, claim.when) == ("signed", "", "2026-05-14")
    assert (claim.is_joint, claim.entered_for) == (False, life.a)
    assert claim.source.authority == Authority.MUNICIPALITY
    assert claim.source.publisher == "Vladivostok"
    assert (life.tie.legal_a, life.tie.legal_b) == ("in_force", "in_force")
    copy.refresh_from_db()
    assert life.b in copy.readers.all()
    assert list(check_registry()) == []


def test_it_does_not_matter_which_signature_is_recorded_first(life, agreement, copy) -> None:
    on_paper(life, agreement, copy)
    agreement.refresh_from_db()
    assert agreement.in_force_on is None
    assert not Claim.objects.filter(kind="signed").exists()
    life.sign(agreement, "a", date(2026, 6, 2))
    agreement.refresh_from_db()
    assert agreement.in_force_on == date(2026, 6, 2)
    assert (agreement.claim.is_joint, agreement.claim.entered_for) == (False, life.a)


def test_paper_is_no_way_around_officers_who_are_here(life, document) -> None:
    agreement = life.start()
    with pytest.raises(RefusedError) as refused:
        on_paper(life, agreement, document(life.a, life.anna))
    assert codes(refused) == ["is_here"]
    assert not agreement.signatures.exists()


def test_a_signature_on_paper_needs_the_own_signed_copy(life, agreement, document) -> None:
    removed = document(life.a, life.anna, "Removed")
    Document.objects.filter(pk=removed.pk).update(removed_at="2026-05-01T00:00Z")
    removed.refresh_from_db()
    foreign = make_place("Elsewhere", "FR")
    for paper in (None, removed, document(foreign, with_officer(foreign, "odile@else.example"))):
        with pytest.raises(RefusedError) as refused:
            on_paper(life, agreement, paper)
        assert codes(refused) == ["document"]
    with pytest.raises(IntegrityError):
        Signature.objects.create(
            agreement=agreement, draft=agreement.drafts.last(), place=life.b, signatory="x", function="x",
            signed_on=DAY, text_sha256="0" * 64, on_paper=True, author="x", created_at="2026-05-14T00:00Z",
        )  # fmt: skip


def test_only_officers_of_the_other_side_and_keepers_of_its_country_record_it(
    life, agreement, document, copy
) -> None:
    foreign = make_place("Elsewhere", "FR")
    for actor in (
        member(life.a, role="helper"),
        member(life.b, role="helper"),
        member(foreign),
        keeper("RU"),
        Actor(label="nobody"),
    ):
        with pytest.raises(NotAllowedError):
            on_paper(life, agreement, copy, actor=actor)
    with pytest.raises(NotAllowedError):
        on_paper(life, agreement, copy, side=foreign)
    with pytest.raises(RefusedError) as refused:
        on_paper(life, agreement, copy, actor=keeper("US"))
    assert codes(refused) == ["document"]  # that of Vladivostok is not the keeper's to show
    paper = document(None, Actor(label="k", is_operator=True), "Paper")
    assert on_paper(life, agreement, paper, actor=keeper("US")).recorded_for is None
    assert mail.outbox[-1].to == ["anna@vlad.example"]
    life.sign(agreement, "a")
    claim = Claim.objects.get(kind="signed")
    assert (claim.is_joint, claim.entered_for) == (False, life.a)
    assert list(check_registry()) == []


def test_the_text_is_the_one_that_was_read_and_is_signed_once(life, agreement, copy) -> None:
    with pytest.raises(RefusedError) as refused:
        on_paper(life, agreement, copy, text_sha256="0" * 64)
    assert codes(refused) == ["hash"]
    with pytest.raises(ConflictError):
        on_paper(life, agreement, copy, draft=7)
    data = signing.SignatureData("", "", date(2126, 1, 1), document=copy)
    with pytest.raises(RefusedError) as refused:
        on_paper(life, agreement, copy, data=data)
    assert codes(refused) == ["missing", "missing", "future"]
    on_paper(life, agreement, copy)
    with pytest.raises(RefusedError) as refused:
        on_paper(life, agreement, copy)
    assert codes(refused) == ["signed"]


def test_what_was_recorded_wrongly_is_taken_back_while_the_own_side_has_not_signed(
    life, agreement, copy
) -> None:
    on_paper(life, agreement, copy)
    signing.withdraw_signature(**life.side("a"), agreement=agreement, reason="Another day")
    assert not signing.live_signatures(agreement)
    said = [say_line(line) for line in history_of(life.tie, life.anna, life.a)]
    assert "The signature that was recorded for San Diego on paper was taken back" in said
    in_force(life, agreement, copy)
    with pytest.raises(RefusedError) as refused:
        signing.withdraw_signature(**life.side("a"), agreement=agreement, reason="Too late")
    assert codes(refused) == ["signed"]


def test_one_side_alone_makes_nothing_public(life, agreement, copy) -> None:
    life.sign(agreement, "a", may_publish=True)
    data = signing.SignatureData("Todd Gloria", "Mayor", DAY, document=copy, may_publish=True)
    on_paper(life, agreement, copy, data=data)
    agreement.refresh_from_db()
    copy.refresh_from_db()
    assert (agreement.published_at, copy.visibility) == (None, Document.PARTIES)
    assert agreement.claim.document is None
    signing.record_signed_copy(**life.side("b"), agreement=agreement, may_publish=True)
    agreement.refresh_from_db()
    assert agreement.published_at is not None
    with pytest.raises(RefusedError) as refused:
        signing.object_to_signature(**life.side("b"), agreement=agreement, reason="Not ours")
    assert codes(refused) == ["stands"]


def test_the_side_itself_sees_it_once_it_is_here(life, agreement, copy) -> None:
    in_force(life, agreement, copy)
    waiting = {one.kind: one.thing for one in waiting_for(life.b, life.bob)}
    assert waiting == {"signed_paper": agreement}
    assert waiting_for(life.a, life.anna) == []
    said = [say_line(line) for line in history_of(life.tie, life.bob, life.b)]
    assert "Todd Gloria signed for San Diego on paper, as was recorded for it" in said
    assert "Konstantin Shestakov signed for Vladivostok" in said
    by = {line.author for line in history_of(life.tie, life.bob, life.b) if line.on_paper}
    assert by == {""}  # who recorded it is Vladivostok's affair
    work.save_review(**life.side("b"), tie=life.tie, data=work.ReviewData(2025, 3, "Good"))
    assert waiting_for(life.b, life.bob) == []


def test_the_side_itself_may_object_and_then_sign_itself(life, agreement, copy) -> None:
    claim = in_force(life, agreement, copy).claim
    assert may_object(life.bob, claim, life.b.pk)
    with pytest.raises(RefusedError) as refused:
        signing.object_to_signature(**life.side("b"), agreement=agreement, reason=" ")
    assert codes(refused) == ["missing"]
    mail.outbox.clear()
    signing.object_to_signature(**life.side("b"), agreement=agreement, reason="A forgery")
    assert [one.to for one in mail.outbox] == [["anna@vlad.example"]]
    agreement.refresh_from_db()
    assert (agreement.in_force_on, agreement.claim, agreement.dropped_at) == (None, None, None)
    (objection,) = Objection.objects.all()
    assert (objection.claim, objection.place, objection.state) == (claim, life.b, "open")
    assert life.tie.legal_b == "in_force"  # an objection alone changes no standing
    said = [say_line(line) for line in history_of(life.tie, life.anna, life.a)]
    assert "San Diego says that it never signed so" in said
    decide(actor=keeper("US"), objection=objection, uphold=True)
    assert life.tie.legal_b != "in_force"
    with_officer(life.b, "rob@sd.example")
    life.sign(agreement, "b", date(2026, 6, 1))
    agreement.refresh_from_db()
    assert agreement.claim.is_joint
    assert agreement.claim.source.authority == Authority.AGREEMENT
    assert life.tie.legal_b == "in_force"
    with pytest.raises(RefusedError) as refused:
        signing.object_to_signature(**life.side("b"), agreement=agreement, reason="Again")
    assert codes(refused) == ["not_on_paper"]


def test_only_the_side_itself_objects(life, agreement, copy) -> None:
    in_force(life, agreement, copy)
    for side in (life.side("a"), {"actor": member(life.b, role="helper"), "place": life.b}):
        with pytest.raises((RefusedError, NotAllowedError)):
            signing.object_to_signature(**side, agreement=agreement, reason="No")
    agreement.refresh_from_db()
    assert agreement.in_force_on == DAY


def test_another_text_that_is_being_written_does_not_stand_in_the_way_of_an_objection(
    life, agreement, copy
) -> None:
    in_force(life, agreement, copy)
    drafting.start_agreement(**life.side("a"), terms=TERMS, tie=life.tie)
    signing.object_to_signature(**life.side("b"), agreement=agreement, reason="A forgery")
    agreement.refresh_from_db()
    assert agreement.in_force_on is None
    assert (agreement.dropped_by, agreement.drop_reason) == (life.b, "A forgery")


def test_the_recording_office_takes_its_word_back_alone_the_other_side_does_not(
    life, agreement, copy
) -> None:
    claim = in_force(life, agreement, copy).claim
    with pytest.raises(NotAllowedError):
        retract_claim(actor=life.bob, claim=claim, reason="Not ours")
    retract_claim(actor=life.anna, claim=claim, reason="The wrong paper")
    signing.object_to_signature(**life.side("b"), agreement=agreement, reason="Not ours")
    assert not Objection.objects.exists()  # there is nothing left to object to


def test_a_signature_that_others_recorded_is_no_step_of_the_side(life, document) -> None:
    """The answer that came by letter can still be objected to."""
    Membership.objects.filter(place=life.b).delete()
    proposal = life.propose()
    answer = proposals.PaperAnswer(
        "accepted", date(2026, 4, 9), document(life.a, life.anna, "Letter")
    )
    proposals.record_paper_answer(actor=life.anna, proposal=proposal, answer=answer)
    agreement = life.start(proposal=proposal)
    in_force(life, agreement, document(life.a, life.anna, "Copy"))
    kinds = {one.kind for one in waiting_for(life.b, life.bob)}
    assert kinds == {"paper", "signed_paper"}
    proposals.object_to_answer(**life.side("b"), proposal=proposal, reason="We never wrote that")
    assert proposal.answers.get().objected_at is not None
