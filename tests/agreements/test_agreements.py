"""Agreements: one text for both sides, signed by each, then never changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from jumelage.agreements.actions import drafting, signing, work
from jumelage.agreements.actions.drafting import terms_of, text_of
from jumelage.agreements.domain.texts import Clause, Renewal, Terms, Text, sha256_of
from jumelage.agreements.expiring import look_after_expiry
from jumelage.agreements.models import Agreement, AgreementDraft, Proposal
from jumelage.agreements.queries import agreement_for, agreements_of, expiries_of, waiting_for
from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.documents.models import Document
from jumelage.ties.actions import retract_claim
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim
from tests.agreements.life import TERMS
from tests.agreements.test_proposals import public_pages
from tests.factories import make_claim, make_place
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def changed(agreement: Agreement, words: str = "We meet in May.") -> Text:
    """The last text with another clause about visits."""
    text = text_of(agreement.drafts.last())
    clauses = [
        replace(one, text={**one.text, "en": words}) if one.key == "visits" else one
        for one in text.clauses
    ]
    return Text(text.title, text.preamble, clauses)


def save(life, agreement, by="b", based_on=1, text=None, **more) -> AgreementDraft:
    return drafting.save_draft(
        **life.side(by),
        agreement=agreement,
        based_on=based_on,
        text=text or changed(agreement),
        **more,
    )


def test_the_first_draft_is_the_proposals_in_both_languages(life) -> None:
    agreement = life.start()
    draft = agreement.drafts.get()
    assert draft.title["en"] == "Twinning Agreement between Vladivostok and San Diego"
    assert draft.title["ru"] == "Соглашение о побратимских связях: Владивосток и Сан-Диего"
    words = {clause["key"]: clause["text"] for clause in draft.clauses}
    assert "Learn from each other’s harbours." in words["aims"]["en"]
    assert "молодёжь" not in words["areas"]["en"]
    assert "young people" in words["areas"]["en"]
    assert "английский, русский" in words["languages"]["ru"]
    assert draft.sha256 == sha256_of(terms_of(draft), text_of(draft))
    assert (agreement.form, agreement.languages, agreement.notice_months) == (
        "twinning",
        ["en", "ru"],
        6,
    )


def test_an_agreement_needs_an_accepted_proposal_or_a_tie_in_force(life) -> None:
    proposal = life.propose()
    with pytest.raises(RefusedError) as refused:
        life.start(proposal=proposal)
    assert codes(refused) == ["not_accepted"]
    life.accept(proposal)
    with pytest.raises(RefusedError) as refused:
        life.start(tie=life.tie)
    assert codes(refused) == ["not_tied"]
    agreement = life.start(proposal=proposal)
    with pytest.raises(RefusedError) as refused:
        life.start(by="b", proposal=proposal)
    assert codes(refused) == ["open"]
    drafting.drop(**life.side("b"), agreement=agreement, reason="Anew")
    life.start(by="b", proposal=proposal)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms("", ("en",)), "form"),
        (Terms("twinning", ()), "languages"),
        (Terms("twinning", ("en", "en")), "languages"),
        (Terms("twinning", ("en", "ru", "de")), "languages"),
        (Terms("twinning", ("../x",)), "languages"),
        (Terms("twinning", ("en",), Renewal.EXPRESS), "years"),
        (Terms("twinning", ("en",), Renewal.UNLIMITED, 5), "years"),
        (Terms("twinning", ("en",), notice_months=0), "notice_months"),
    ],
)
def test_terms_that_cannot_be_meant_are_refused(life, terms, field) -> None:
    life.in_force()
    with pytest.raises(RefusedError) as refused:
        life.start(terms=terms, tie=life.tie)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_helpers_write_and_both_sides_read_the_same_drafts(life) -> None:
    agreement = life.start()
    helper = member(life.b, role="helper")
    draft = drafting.save_draft(
        actor=helper,
        place=life.b,
        agreement=agreement,
        based_on=1,
        text=changed(agreement),
        note="May suits us",
    )
    one = agreement_for(life.anna, life.a, agreement.pk)
    two = agreement_for(life.bob, life.b, agreement.pk)
    assert list(one.drafts) == list(two.drafts) == list(agreement.drafts.all())
    assert one.draft == draft
    assert (one.other, two.other) == (life.b, life.a)
    first, second = one.drafts
    assert first.sha256 != second.sha256
    assert "We meet in May." not in str(first.clauses)  # drafts never change


def test_a_draft_on_an_older_one_is_a_conflict_and_loses_nothing(life) -> None:
    agreement = life.start()
    theirs = save(life, agreement)
    with pytest.raises(ConflictError) as conflict:
        save(life, agreement, by="a", based_on=1, text=changed(agreement, "We meet in June."))
    assert conflict.value.current == theirs
    assert agreement.drafts.count() == 2


def test_a_draft_that_changes_nothing_is_refused(life) -> None:
    agreement = life.start()
    with pytest.raises(RefusedError) as refused:
        save(life, agreement, text=text_of(agreement.drafts.last()))
    assert codes(refused) == ["same"]


@pytest.mark.parametrize("key", ["Visits", "", "x" * 41, "a b", "aims"])
def test_keys_of_clauses_are_plain_and_their_own(life, key) -> None:
    agreement = life.start()
    text = text_of(agreement.drafts.last())
    more = [*text.clauses, Clause(key, {}, {"en": "x", "ru": "x"})]
    with pytest.raises(RefusedError) as refused:
        save(life, agreement, text=Text(text.title, text.preamble, more))
    assert codes(refused) == ["key"]


def test_new_terms_are_a_new_draft_with_the_words_for_them(life) -> None:
    agreement = life.start()
    terms = Terms("friendship", ("en", "ru"), Renewal.AUTOMATIC, 3, 2)
    draft = save(life, agreement, text=text_of(agreement.drafts.last()), terms=terms)
    agreement.refresh_from_db()
    assert (agreement.form, agreement.years, agreement.renewal) == ("friendship", 3, "automatic")
    words = {clause["key"]: clause["text"] for clause in draft.clauses}
    assert "3 years" in words["duration"]["en"]
    assert "2 месяца" in words["termination"]["ru"]
    assert draft.title["en"].startswith("Friendship Agreement")
    assert "harbours" in words["aims"]["en"]


def test_a_stranger_neither_writes_nor_reads(life) -> None:
    agreement, third = life.start(), make_place(country="DE")
    strangers = [
        (member(third), third), (member(third), life.a), (keeper("RU", "US", staff=True), life.a),
        (Actor(label="nobody"), life.b),
    ]  # fmt: skip
    for actor, place in strangers:
        with pytest.raises(NotAllowedError):
            drafting.save_draft(
                actor=actor, place=place, agreement=agreement, based_on=1, text=changed(agreement)
            )
        assert agreement_for(actor, place, agreement.pk) is None
        assert not Agreement.objects.visible_to(actor).exists()
    assert agreement in Agreement.objects.visible_to(OPERATOR)


def test_nothing_of_drafts_one_signature_plans_and_private_things_is_public(life, client) -> None:
    proposal = life.agreed()
    seen, count = public_pages(life, client), revision()
    agreement = life.start(proposal=proposal)
    save(life, agreement)
    life.sign(agreement, "a", may_publish=True)
    plan = work.make_plan(**life.side("a"), tie=life.tie, year=2026)
    work.add_item(**life.side("b"), plan=plan, data=work.ItemData("Visit"))
    private = work.ActivityData("visit", "2026-05", "Pilots", is_public=False)
    work.record_activity(**life.side("a"), tie=life.tie, data=private)
    shared = work.ReviewData(2025, 3, is_shared=True)
    work.save_review(**life.side("b"), tie=life.tie, data=shared)
    assert revision() == count
    assert public_pages(life, client) == seen


# Signing


def test_with_both_signatures_the_tie_is_in_force_since_the_later_day(life) -> None:
    before = revision()
    agreement = life.signed()
    assert (agreement.in_force_on, agreement.expires_on) == (date(2026, 5, 14), None)
    claim = agreement.claim
    assert (claim.kind, claim.side, claim.when, claim.form) == (
        "signed",
        "",
        "2026-05-14",
        "twinning",
    )
    assert (claim.is_joint, claim.document, claim.source.get_authority_display()) == (
        True,
        None,
        "agreement",
    )
    tie = life.tie
    assert (tie.legal_a, tie.legal_b, tie.since, tie.disputed) == (
        "in_force",
        "in_force",
        "2026-05-14",
        False,
    )
    assert revision() > before
    assert list(check_registry()) == []
    for actor in (life.anna, life.bob):
        with pytest.raises(NotAllowedError):
            retract_claim(actor=actor, claim=claim, reason="Alone")


def test_a_signature_is_under_the_text_that_was_shown(life) -> None:
    agreement = life.start()
    draft = agreement.drafts.get()
    data = signing.SignatureData("A", "B", date(2026, 5, 1))
    with pytest.raises(RefusedError) as refused:
        signing.sign(
            **life.side("a"), agreement=agreement, draft=1, text_sha256="0" * 64, data=data
        )
    assert codes(refused) == ["hash"]
    theirs = save(life, agreement)
    with pytest.raises(ConflictError) as conflict:
        signing.sign(
            **life.side("a"), agreement=agreement, draft=1, text_sha256=draft.sha256, data=data
        )
    assert conflict.value.current == theirs
    AgreementDraft.objects.filter(pk=theirs.pk).update(
        note="", clauses=[]
    )  # somebody at the database
    with pytest.raises(RefusedError) as refused:
        signing.sign(
            **life.side("a"), agreement=agreement, draft=2, text_sha256=theirs.sha256, data=data
        )
    assert "hash" in codes(refused)
    assert not agreement.signatures.exists()


def test_while_one_side_has_signed_the_text_stands(life) -> None:
    agreement = life.start()
    life.sign(agreement, "a")
    for step in (
        lambda: save(life, agreement),
        lambda: save(life, agreement, by="a"),
        lambda: drafting.drop(**life.side("b"), agreement=agreement, reason="No"),
        lambda: life.sign(agreement, "a"),
    ):
        with pytest.raises(RefusedError) as refused:
            step()
        assert codes(refused) == ["signed"]
    assert [(w.kind, w.thing) for w in waiting_for(life.b, life.bob)] == [("signature", agreement)]
    signing.withdraw_signature(**life.side("a"), agreement=agreement, reason="A typing error")
    save(life, agreement)
    life.sign(agreement, "b")
    life.sign(agreement, "a")
    agreement.refresh_from_db()
    assert agreement.in_force_on is not None
    assert {one.text_sha256 for one in agreement.signatures.filter(withdrawn_at=None)} == {
        agreement.drafts.last().sha256
    }


def test_once_both_have_signed_nothing_changes(life) -> None:
    agreement = life.signed()
    for step in (
        lambda: save(life, agreement),
        lambda: drafting.drop(**life.side("a"), agreement=agreement, reason="No"),
        lambda: life.sign(agreement, "a"),
        lambda: signing.withdraw_signature(**life.side("a"), agreement=agreement, reason="No"),
        lambda: life.start(proposal=Proposal.objects.get()),
    ):
        with pytest.raises(RefusedError) as refused:
            step()
        assert codes(refused) == ["signed"]


def test_nobody_takes_back_the_other_sides_signature(life) -> None:
    agreement = life.start()
    life.sign(agreement, "a")
    with pytest.raises(RefusedError) as refused:
        signing.withdraw_signature(**life.side("b"), agreement=agreement, reason="No")
    assert codes(refused) == ["not_signed"]
    with pytest.raises(NotAllowedError):
        signing.withdraw_signature(actor=life.bob, place=life.a, agreement=agreement, reason="No")


def test_signing_needs_an_officer_names_a_day_and_a_whole_text(life) -> None:
    agreement = life.start(terms=Terms("twinning", ("de", "ru")))
    draft = agreement.drafts.get()
    ahead = signing.SignatureData(" ", "", today() + timedelta(days=1))
    with pytest.raises(RefusedError) as refused:
        signing.sign(
            **life.side("a"), agreement=agreement, draft=1, text_sha256=draft.sha256, data=ahead
        )
    found = codes(refused)
    assert found[-3:] == ["missing", "missing", "future"]
    assert set(found[:-3]) == {"gap"}
    assert "German" in str(refused.value)
    with pytest.raises(NotAllowedError):
        signing.sign(actor=member(life.a, role="helper"), place=life.a, agreement=agreement, draft=1,
                     text_sha256=draft.sha256, data=ahead)  # fmt: skip


def test_another_agreement_of_a_tie_in_force_renews_it(life) -> None:
    life.in_force()
    agreement = life.signed(tie=life.tie)
    assert (agreement.claim.kind, life.tie.since, life.tie.disputed) == ("renewed", "1991", False)


def test_another_form_in_it_changes_the_form(life) -> None:
    life.in_force(form="friendship")
    agreement = life.signed(tie=life.tie)
    assert agreement.claim.kind == "form_changed"
    assert (life.tie.form, life.tie.since, life.tie.disputed) == ("twinning", "1991", False)


def test_the_agreement_of_the_time_is_the_signature_itself(life) -> None:
    life.in_force()
    agreement = life.start(tie=life.tie)
    life.sign(agreement, "a", date(1991, 5, 12))
    life.sign(agreement, "b", date(1991, 5, 12))
    agreement.refresh_from_db()
    assert (agreement.claim.kind, life.tie.since) == ("signed", "1991-05-12")


def test_a_form_that_was_only_proposed_disputes_nothing(life) -> None:
    life.signed(terms=Terms("friendship", ("en",)), proposal=life.agreed())
    assert (life.tie.form, life.tie.disputed) == ("friendship", False)


# Signed copies and the public


def test_a_signed_copy_is_for_both_sides_and_public_only_if_both_say_so(
    life, document, client
) -> None:
    agreement, paper = life.start(), document(life.a, life.anna)
    life.sign(agreement, "a", document=paper, may_publish=True)
    life.sign(agreement, "b")
    paper.refresh_from_db()
    assert (paper.visibility, list(paper.readers.all())) == (Document.PARTIES, [life.b])
    stranger = Actor(label="nobody")
    assert not Agreement.objects.visible_to(stranger).exists()
    signing.record_signed_copy(**life.side("b"), agreement=agreement, may_publish=True)
    paper.refresh_from_db()
    agreement.refresh_from_db()
    assert paper.visibility == Document.PUBLIC
    assert agreement in Agreement.objects.visible_to(stranger)
    assert agreement.claim.document == paper
    assert not Agreement.objects.for_members(stranger).exists()


def test_both_wanting_it_at_once_publishes_with_the_signature(life, document) -> None:
    agreement, paper = life.start(), document(life.b, life.bob)
    life.sign(agreement, "a", may_publish=True)
    life.sign(agreement, "b", document=paper, may_publish=True)
    agreement.refresh_from_db()
    assert agreement.published_at is not None
    assert agreement.claim.document == paper


def test_a_copy_is_the_own_sides_and_is_not_exchanged(life, document) -> None:
    agreement = life.signed()
    theirs = document(life.b, life.bob)
    with pytest.raises(RefusedError) as refused:
        signing.record_signed_copy(**life.side("a"), agreement=agreement, document=theirs)
    assert codes(refused) == ["document"]
    with pytest.raises(RefusedError) as refused:
        signing.record_signed_copy(**life.side("a"), agreement=agreement)
    assert codes(refused) == ["nothing"]
    signing.record_signed_copy(
        **life.side("a"), agreement=agreement, document=document(life.a, life.anna)
    )
    with pytest.raises(RefusedError) as refused:
        signing.record_signed_copy(
            **life.side("a"), agreement=agreement, document=document(life.a, life.anna)
        )
    assert codes(refused) == ["copy"]


# Time


def limited(renewal: Renewal = Renewal.EXPRESS) -> Terms:
    return replace(TERMS, renewal=renewal, years=5, notice_months=6)


def on_day(monkeypatch, day: date) -> None:
    for module in ("expiring", "queries", "situations", "actions.changes", "actions.standings"):
        monkeypatch.setattr(f"jumelage.agreements.{module}.today", lambda: day)


def test_sides_are_reminded_before_it_ends_each_time_once(life, monkeypatch) -> None:
    agreement = life.signed(terms=limited(), proposal=life.agreed())
    assert agreement.expires_on == date(2031, 5, 13)
    mail.outbox.clear()
    for day in (
        date(2030, 5, 12),
        date(2030, 5, 13),
        date(2030, 5, 14),
        date(2031, 4, 13),
        date(2031, 5, 14),
    ):
        on_day(monkeypatch, day)
        look_after_expiry()
        look_after_expiry()
    assert [message.to[0] for message in mail.outbox] == ["anna@vlad.example", "bob@sd.example"] * 2
    assert mail.outbox[1].subject == "The agreement between Vladivostok and San Diego ends soon"


def test_what_is_prolonged_by_itself_is_prolonged(life, monkeypatch) -> None:
    agreement = life.signed(terms=limited(Renewal.AUTOMATIC), proposal=life.agreed())
    on_day(monkeypatch, date(2031, 5, 14))
    look_after_expiry()
    agreement.refresh_from_db()
    assert agreement.expires_on == date(2036, 5, 13)
    on_day(monkeypatch, date(2035, 9, 1))
    (expiry,) = expiries_of(life.a, life.anna)
    assert (expiry.on, expiry.last_notice_on) == (date(2036, 5, 13), date(2035, 11, 13))
    assert expiries_of(life.a, life.bob) == []


def test_nobody_is_reminded_of_a_tie_that_has_ended(life, monkeypatch) -> None:
    life.signed(terms=limited(), proposal=life.agreed())
    make_claim(life.a, life.b, "ended", when="2026-06-01")
    mail.outbox.clear()
    on_day(monkeypatch, date(2031, 5, 1))
    look_after_expiry()
    assert mail.outbox == []
    assert expiries_of(life.a, life.anna) == []


def test_a_side_is_told_once_of_many_drafts_in_a_row(life) -> None:
    agreement = life.start()
    mail.outbox.clear()
    for number in range(1, 4):
        save(life, agreement, based_on=number, text=changed(agreement, f"We meet {number} times."))
    assert [message.to for message in mail.outbox] == [["anna@vlad.example"]]


@pytest.mark.parametrize("number", [1, 3])
def test_agreements_are_read_in_a_constant_number_of_queries(
    life, number, django_assert_num_queries
) -> None:
    agreement = life.start()
    for based_on in range(1, number):
        save(life, agreement, based_on=based_on, text=changed(agreement, f"{based_on}"))
    life.sign(agreement, "a")
    tie = life.tie
    with django_assert_num_queries(5):
        assert len(agreements_of(tie, life.anna, life.a)[0].drafts) == number
    assert Claim.objects.filter(kind="signed").count() == 0
