"""Two people acting at the same moment: one is done, the other is told. Only PostgreSQL lets two write at once."""

import threading

import pytest
from django.db import connection, connections

from jumelage.agreements.actions import work
from jumelage.agreements.actions.work import ItemData
from jumelage.agreements.models import Proposal
from jumelage.core.domain.refusals import RefusedError
from jumelage.ties.models import Claim
from tests.agreements.test_agreements import changed, save

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time"),
]


def at_once(*steps) -> list[str]:
    """Do steps at the same moment, and return what became of each: ``done``, or the code of the refusal."""
    became = ["lost"] * len(steps)
    start = threading.Barrier(len(steps))

    def run(number, step) -> None:
        try:
            start.wait()
            step()
            became[number] = "done"
        except RefusedError as refused:
            became[number] = refused.problems[0].code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


def test_of_two_who_propose_to_each_other_one_is_first(life) -> None:
    assert connection.vendor == "postgresql"
    became = at_once(lambda: life.propose("a"), lambda: life.propose("b"))
    assert became == ["done", "open"]
    assert Proposal.objects.count() == 1


def test_both_signatures_at_once_are_one_agreement_in_force(life) -> None:
    agreement = life.start()
    became = at_once(lambda: life.sign(agreement, "a"), lambda: life.sign(agreement, "b"))
    assert became == ["done", "done"]
    agreement.refresh_from_db()
    assert agreement.in_force_on is not None
    assert Claim.objects.filter(kind="signed").count() == 1


def test_of_two_drafts_on_the_same_one_is_a_conflict(life) -> None:
    agreement = life.start()
    one, two = changed(agreement, "May"), changed(agreement, "June")
    became = at_once(
        lambda: save(life, agreement, by="a", text=one),
        lambda: save(life, agreement, by="b", text=two),
    )
    assert became == ["conflict", "done"]


def test_a_draft_and_a_signature_do_not_pass_each_other(life) -> None:
    agreement = life.start()
    became = at_once(lambda: save(life, agreement, by="b"), lambda: life.sign(agreement, "a"))
    assert became in (["conflict", "done"], ["done", "signed"])
    assert agreement.drafts.count() + agreement.signatures.count() == 2


def test_of_two_who_change_one_item_one_is_told(life) -> None:
    plan = work.make_plan(**life.side("a"), tie=life.in_force(), year=2026)
    item = work.add_item(**life.side("a"), plan=plan, data=ItemData("Visit"))
    became = at_once(
        *(
            lambda side=side: work.change_item(
                **life.side(side), item=item, version=1, data=ItemData(f"By {side}")
            )
            for side in "ab"
        )
    )
    assert became == ["conflict", "done"]
