"""Proposals, from the first word to the tie on the register; or to nothing, without a trace."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.serializers import serialize

from jumelage.agreements.actions import approvals, proposals
from jumelage.agreements.actions.approvals import ApprovalData
from jumelage.agreements.actions.proposals import PaperAnswer, ProposalText
from jumelage.agreements.models import Approval, Proposal, ProposalAnswer
from jumelage.agreements.queries import proposal_for, proposals_of, waiting_for
from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditConcern, AuditEntry
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.objections import decide
from tests.agreements.life import TEXT, Life
from tests.factories import make_claim, make_place
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db
REGISTER = (Place, Tie, Claim, Source)


def register() -> list[str]:
    """Everything public, row for row."""
    return [serialize("json", model.objects.order_by("pk")) for model in REGISTER]


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def public_pages(life, client) -> dict[str, bytes]:
    """What everybody reads: pages, exports, the feed, the API."""
    found = {}
    for page in (
        "/en/", f"/en/places/{life.a.key}/", f"/ru/places/{life.b.key}/", "/en/ties/", "/en/changes/",
        "/en/changes.atom", "/en/sources/", "/en/countries/ru/us/", "/en/search/?q=Vladi", "/export/csv",
        "/export/jsonl", "/export/geojson", "/sitemap.txt", "/api/v1/ties", "/api/v1/places", "/api/v1/claims",
        "/api/v1/sources", f"/api/v1/places/{life.a.key}/ties",
    ):  # fmt: skip
        response = client.get(page)
        assert response.status_code == 200, page
        found[page] = b"".join(response) if response.streaming else response.content
    return found


def test_a_proposal_that_comes_to_nothing_leaves_no_trace_on_the_register(life, client) -> None:
    make_claim(life.a, make_place(country="US"))
    before, seen, count = register(), public_pages(life, client), revision()
    proposal = life.propose()
    proposals.counter(**life.side("b"), proposal=proposal, based_on=1, text=TEXT)
    approvals.record_approval(
        **life.side("a"), data=ApprovalData("City Council", date(2026, 4, 1)), proposal=proposal
    )
    proposals.decline(**life.side("a"), proposal=proposal, version=2, reason="Not now")
    assert register() == before
    assert revision() == count
    assert public_pages(life, client) == seen


def test_acceptance_puts_the_tie_on_the_register_as_proposed_by_both(life) -> None:
    proposal = life.propose()
    assert not Tie.objects.exists()
    Proposal.objects.update(created_at=proposal.created_at - timedelta(days=40))
    proposal.versions.update(created_at=proposal.created_at - timedelta(days=40))
    life.accept(proposal)
    tie = life.tie
    assert (tie.legal_a, tie.legal_b, tie.form, tie.disputed) == (
        "proposed",
        "proposed",
        "twinning",
        False,
    )
    first, second = tie.claims.all()
    asked = (today() - timedelta(days=40)).isoformat()
    assert [(c.kind, c.side, c.when) for c in (first, second)] == [
        ("proposed", "a", asked),
        ("proposed", "b", today().isoformat()),
    ]
    assert (first.source.key, second.entered_for) == (f"place-{life.a.pk}-records", life.b)
    proposal.refresh_from_db()
    assert (proposal.tie, set(proposal.claims.all())) == (tie, {first, second})
    assert list(check_registry()) == []


def test_the_counter_proposal_counts_and_the_proposer_accepts_it(life) -> None:
    proposal = life.propose()
    text = ProposalText("friendship", "A stepping stone")
    version = proposals.counter(**life.side("b"), proposal=proposal, based_on=1, text=text)
    assert (version.number, version.by) == (2, life.b)
    life.accept(proposal, by="a", version=2)
    assert life.tie.form == "friendship"


def test_only_the_side_whose_turn_it_is_answers(life) -> None:
    proposal = life.propose()
    with pytest.raises(RefusedError) as refused:
        life.accept(proposal, by="a")
    assert codes(refused) == ["turn"]
    with pytest.raises(RefusedError) as refused:
        proposals.withdraw(**life.side("b"), proposal=proposal)
    assert codes(refused) == ["turn"]
    proposals.withdraw(**life.side("a"), proposal=proposal, reason="Elections")
    with pytest.raises(RefusedError) as refused:
        life.accept(proposal)
    assert codes(refused) == ["closed"]
    assert not Tie.objects.exists()


def test_nobody_accepts_what_was_not_read(life) -> None:
    proposal = life.propose()
    proposals.counter(**life.side("b"), proposal=proposal, based_on=1, text=TEXT)
    with pytest.raises(ConflictError) as conflict:
        life.accept(proposal, by="a", version=1)
    assert conflict.value.current == proposal.versions.last()


@pytest.mark.parametrize("role", ["helper", None])
def test_proposing_and_answering_needs_an_officer(life, role) -> None:
    proposal = life.propose()
    for place, doing in ((life.a, "propose"), (life.b, "answer")):
        actor = member(place, role=role) if role else Actor(label="somebody", is_staff=True)
        with pytest.raises(NotAllowedError):
            _try(doing, actor, life, proposal)


def _try(doing, actor, life, proposal) -> None:
    if doing == "propose":
        proposals.propose(actor=actor, place=life.a, addressee=life.b, text=TEXT)
    else:
        proposals.accept(actor=actor, place=life.b, proposal=proposal, version=1)


def test_an_officer_of_a_third_place_cannot_answer(life) -> None:
    proposal, third = life.propose(), make_place(country="DE")
    with pytest.raises(NotAllowedError):
        proposals.accept(actor=member(third), place=third, proposal=proposal, version=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"form": ""}, "form"),
        ({"form": "marriage"}, "form"),
        ({"aims": "  "}, "missing"),
        ({"themes": ["love"]}, "themes"),
        ({"message": "x" * 10_001}, "too_long"),
    ],
)
def test_an_incomplete_text_is_refused(life, change, code) -> None:
    values = {"form": "twinning", "aims": "Harbours", **change}
    with pytest.raises(RefusedError) as refused:
        life.propose(text=ProposalText(**values))
    assert codes(refused) == [code]
    assert not Proposal.objects.exists()


def test_a_proposal_fits_how_the_tie_stands(life) -> None:
    with pytest.raises(RefusedError) as refused:
        life.propose(purpose=Proposal.RENEW)
    assert codes(refused) == ["not_tied"]
    life.in_force()
    with pytest.raises(RefusedError) as refused:
        life.propose()
    assert codes(refused) == ["tied"]
    with pytest.raises(RefusedError) as refused:
        life.propose(purpose=Proposal.CHANGE_FORM)
    assert codes(refused) == ["same_form"]
    with pytest.raises(RefusedError) as refused:
        life.propose(purpose=Proposal.RENEW, shown=Proposal.NOW)
    assert codes(refused) == ["shown"]
    claims = Claim.objects.count()
    life.accept(life.propose(purpose=Proposal.RENEW))
    assert (
        Claim.objects.count() == claims
    )  # the tie is there; its renewal will be said when it comes


def test_a_tie_that_ended_can_be_proposed_anew(life) -> None:
    life.in_force()
    make_claim(life.a, life.b, "ended", when="2022-03-01")
    life.agreed()
    assert life.tie.legal == "proposed"


def test_there_is_one_open_proposal_between_two_places(life) -> None:
    life.propose()
    for by in ("a", "b"):
        with pytest.raises(RefusedError) as refused:
            life.propose(by=by)
        assert codes(refused) == ["open"]


def test_one_shown_from_now_on_is_public_for_its_side_only_and_goes_when_declined(life) -> None:
    proposal = life.propose(shown=Proposal.NOW)
    tie = life.tie
    assert (tie.legal_a, tie.legal_b) == ("proposed", "none")
    proposals.decline(**life.side("b"), proposal=proposal, version=1)
    assert life.tie.legal == "none"
    (claim,) = tie.claims.all()
    assert claim.retraction_reason == "The proposal was declined."
    life.accept(life.propose(shown=Proposal.NOW))
    assert life.tie.legal_b == "proposed"
    assert tie.claims.filter(retracted_at=None).count() == 2


def test_what_a_council_approved_before_is_public_once_both_agree(life) -> None:
    proposal = life.propose()
    for outcome, day in (("refused", 1), ("approved", 8)):
        data = ApprovalData("City Council", date(2026, 4, day), outcome, reference="No. 17")
        approvals.record_approval(**life.side("b"), data=data, proposal=proposal)
    assert not Source.objects.exists()
    life.accept(proposal)
    (claim,) = Claim.objects.filter(kind="approved")
    assert (claim.side, claim.when, claim.source.get_authority_display()) == (
        "b",
        "2026-04-08",
        "council minutes",
    )
    assert list(Approval.objects.values_list("tie", "claim")) == [
        (life.tie.pk, None),
        (life.tie.pk, claim.pk),
    ]


def test_a_decision_about_a_tie_is_a_claim_at_once_and_none_is_taken_before_its_day(life) -> None:
    tie = life.in_force()
    data = ApprovalData("", today() + timedelta(days=1))
    with pytest.raises(RefusedError) as refused:
        approvals.record_approval(**life.side("a"), data=data, tie=tie)
    assert codes(refused) == ["missing", "future"]
    data = ApprovalData("Duma", date(2026, 3, 3))
    approval = approvals.record_approval(**life.side("a"), data=data, tie=tie)
    assert (approval.claim.kind, approval.claim.side) == ("approved", "a")
    with pytest.raises(NotAllowedError):
        approvals.record_approval(
            actor=member(life.a, role="helper"), place=life.a, data=data, tie=tie
        )


def test_the_other_side_is_told_in_its_language(life) -> None:
    proposal = life.propose()
    (message,) = mail.outbox
    assert message.to == ["bob@sd.example"]
    assert message.subject == "Vladivostok has a proposal for San Diego"
    assert "https://jumelage.example/" in message.body
    assert TEXT.aims not in message.body
    life.accept(proposal)
    assert mail.outbox[-1].to == ["anna@vlad.example"]
    assert mail.outbox[-1].extra_headers["Content-Language"] == "ru"


def test_every_step_is_on_the_trail_of_both_places_and_changes_no_revision(life) -> None:
    before = revision()
    proposal = life.propose()
    entry = AuditEntry.objects.get(action="agreements.propose")
    assert (entry.target, entry.acting_for, entry.actor) == (
        f"proposal:{proposal.pk}",
        "Vladivostok",
        "Anna",
    )
    assert set(AuditConcern.objects.filter(entry=entry).values_list("place_id", flat=True)) == {
        life.a.pk,
        life.b.pk,
    }
    assert revision() == before


def test_a_proposal_is_seen_by_its_two_sides_and_nobody_else(life) -> None:
    proposal, third = life.propose(), make_place(country="DE")
    for actor in (life.anna, life.bob, OPERATOR):
        assert proposal in Proposal.objects.visible_to(actor)
    for actor in (member(third), keeper("RU", "US", staff=True), Actor(label="nobody")):
        assert not Proposal.objects.visible_to(actor).exists()
        assert proposals_of(life.a, actor) == []
        assert proposal_for(actor, life.a, proposal.pk) is None
        assert waiting_for(life.b, actor) == []
    seen = proposal_for(life.bob, life.b, proposal.pk)
    assert (seen.other, seen.is_own_turn, seen.other_is_here) == (life.a, True, True)
    assert seen.standing_version.message == "Dear Bob"
    assert [(w.kind, w.thing, w.other) for w in waiting_for(life.b, life.bob)] == [
        ("proposal", proposal, life.a)
    ]
    assert waiting_for(life.a, life.anna) == []


# Answers by letter


@pytest.fixture
def alone(life) -> Life:
    """The other side has nobody here."""
    Membership.objects.filter(place=life.b).delete()
    return life


def letter(life, document, kind="accepted", by=None, **more) -> PaperAnswer:
    owner = {"owner": None} if by is None else {}
    paper = document(None if owner else life.a, by or life.anna, "Letter")
    return PaperAnswer(kind, date(2026, 4, 9), paper, **more)


def own_letter(life, document, kind="accepted") -> PaperAnswer:
    return PaperAnswer(kind, date(2026, 4, 9), document(life.a, life.anna, "Letter"))


def test_an_answer_by_letter_is_recorded_as_such_and_in_the_recorders_name(alone, document) -> None:
    proposal = alone.propose()
    assert mail.outbox == []
    answer = own_letter(alone, document)
    entry = proposals.record_paper_answer(actor=alone.anna, proposal=proposal, answer=answer)
    assert (entry.by, entry.on_paper, entry.recorded_for) == (alone.b, True, alone.a)
    claim = alone.tie.claims.get(side="b")
    assert (claim.when, claim.entered_for) == ("2026-04-09", alone.a)
    assert claim.source.key == f"place-{alone.a.pk}-records"
    assert alone.tie.legal_b == "proposed"
    answer.document.refresh_from_db()
    assert alone.b in answer.document.readers.all()


def test_a_letter_is_no_way_around_officers_who_are_here(life, document) -> None:
    proposal = life.propose()
    answer = own_letter(life, document)
    with pytest.raises(RefusedError) as refused:
        proposals.record_paper_answer(actor=life.anna, proposal=proposal, answer=answer)
    assert codes(refused) == ["is_here"]


def test_a_letter_needs_the_letter_and_a_right(alone, document) -> None:
    proposal = alone.propose()
    foreign = PaperAnswer("accepted", date(2026, 4, 9), document(None, keeper("US", staff=True).__class__(
        label="k", user_id=None, is_operator=True), "x"))  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        proposals.record_paper_answer(actor=alone.anna, proposal=proposal, answer=foreign)
    assert codes(refused) == ["document"]
    for actor in (member(alone.a, role="helper"), keeper("RU"), Actor(label="nobody")):
        with pytest.raises(NotAllowedError):
            proposals.record_paper_answer(actor=actor, proposal=proposal, answer=foreign)
    entry = proposals.record_paper_answer(actor=keeper("US"), proposal=proposal, answer=foreign)
    assert entry.recorded_for is None
    assert mail.outbox[-1].to == ["anna@vlad.example"]


def test_the_side_itself_sees_the_letter_and_may_object(alone, document) -> None:
    proposal = alone.propose()
    proposals.record_paper_answer(
        actor=alone.anna, proposal=proposal, answer=own_letter(alone, document)
    )
    (waiting,) = waiting_for(alone.b, alone.bob)
    assert (waiting.kind, waiting.thing) == ("paper", proposal)
    with pytest.raises(RefusedError) as refused:
        proposals.object_to_answer(**alone.side("b"), proposal=proposal, reason=" ")
    assert codes(refused) == ["missing"]
    proposals.object_to_answer(**alone.side("b"), proposal=proposal, reason="We never wrote that")
    seen = proposal_for(alone.bob, alone.b, proposal.pk)
    assert seen.is_own_turn
    (objection,) = Objection.objects.all()
    assert (objection.place, objection.claim.side, objection.state) == (alone.b, "b", "open")
    assert alone.tie.legal_b == "proposed"  # an objection alone changes no standing
    decide(actor=keeper("US"), objection=objection, uphold=True)
    assert alone.tie.legal_b == "none"


def test_after_an_objection_the_sides_own_answer_counts(alone, document) -> None:
    proposal = alone.propose()
    proposals.record_paper_answer(
        actor=alone.anna, proposal=proposal, answer=own_letter(alone, document, "declined")
    )
    proposals.object_to_answer(**alone.side("b"), proposal=proposal, reason="We would love to")
    alone.accept(proposal)
    claim = alone.tie.claims.get(side="b")
    assert claim.source.key == f"place-{alone.b.pk}-records"
    assert list(ProposalAnswer.objects.values_list("kind", "on_paper")) == [
        ("declined", True),
        ("accepted", False),
    ]
    with pytest.raises(RefusedError) as refused:
        proposals.object_to_answer(**alone.side("b"), proposal=proposal, reason="Again")
    assert codes(refused) == ["no_letter"]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_are_read_in_a_constant_number_of_queries(
    life, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        place = make_place(country="DE")
        proposals.propose(**life.side("a"), addressee=place, text=TEXT)
        proposals.propose(actor=member(place), place=place, addressee=life.b, text=TEXT)
    with django_assert_num_queries(7):
        assert len(proposals_of(life.a, life.anna)) == number
    with django_assert_num_queries(9):
        assert len(waiting_for(life.b, life.bob)) == number
