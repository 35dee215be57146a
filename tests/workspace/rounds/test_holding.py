"""The pages of the association: opened, filled, drawn, looked through, compared, offered, closed, as files."""

import csv
import io

import pytest

from jumelage.partners.actions.rounds import collect_again, offer
from jumelage.partners.domain.matching.files import read_wishes
from jumelage.partners.models import Drawing, Round
from tests.partners.rounds import drawn, enter_all, fresh, in_days, make_town, offered, say
from tests.workspace.rounds.conftest import signed_in

BASE = "/en/workspace/rounds/"


def at(round_, rest: str = "") -> str:
    return f"{BASE}{round_.pk}/{rest}"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_round_is_opened_and_changed(keeper, union):
    values = {
        "association": union.association.pk, "title": "Spring", "text": "", "side_a": "USA",
        "side_b": "Russia, jp", "minimum": "40", "collects_until": in_days(5), "answers_until": in_days(9),
    }  # fmt: skip
    answer = keeper.post(f"{BASE}new/", values)
    made = Round.objects.get()
    assert answer["Location"] == at(made)
    assert (made.side_a, made.side_b, made.minimum) == (["US"], ["JP", "RU"], 0.4)
    assert "Spring" in text(keeper.get(at(made)))
    form = text(keeper.get(at(made, "change/")))
    assert 'value="Japan, Russia"' in form
    answer = keeper.post(at(made, "change/"), {**values, "title": "Autumn", "version": 1})
    assert answer.status_code == 302
    assert fresh(made).title == "Autumn"
    answer = keeper.post(at(made, "change/"), {**values, "title": "Winter", "version": 1})
    assert answer.status_code == 409
    assert "Winter" in answer.content.decode()


def test_what_is_wrong_stands_beside_the_fields(keeper, union):
    values = {
        "association": union.association.pk, "side_a": "Nowhere", "minimum": "x",
        "collects_until": in_days(-3), "answers_until": "tomorrow",
    }  # fmt: skip
    answer = keeper.post(f"{BASE}new/", values)
    assert answer.status_code == 422
    page = answer.content.decode()
    for reason in ("Give the round a title", "no countries: Nowhere", "whole number", "no day"):
        assert reason in page


def test_wishes_are_found_entered_and_taken_out(keeper, round_, towns):
    make_town("Elm", "FR", themes=("culture",))  # of neither side
    page = text(keeper.get(at(round_, "wishes/find/")))
    assert "Alder seeks" in page
    assert "Elm seeks" not in page
    assert "Cedar seeks" not in text(keeper.get(at(round_, "wishes/find/?q=alder")))
    keeper.post(at(round_, "wishes/find/"), {"wish": [towns[0].wish.pk]})
    assert round_.entries.count() == 1
    keeper.post(at(round_, "wishes/find/?q=seeks"), {"all": "1"})
    assert round_.entries.count() == 4
    page = text(keeper.get(at(round_, "wishes/")))
    assert "not said: languages" in page.replace("\n", " ")
    keeper.post(at(round_, f"wishes/{towns[0].wish.pk}/out/"))
    assert round_.entries.count() == 3


def test_a_round_is_drawn_and_looked_through(keeper, union, round_, towns):
    lonely = make_town("Elm", "RU", themes=("seniors",))
    enter_all(union, round_, [*towns, lonely])
    values = {"minimum": "10", "seed": "3", "version": fresh(round_).version}
    answer = keeper.post(at(round_, "draw/"), values)
    assert answer["Location"] == at(round_, "drawings/1/")
    assert keeper.get(answer["Location"])["Location"] == at(round_, "pairs/")
    pairs = text(keeper.get(at(round_, "pairs/")))
    assert pairs.index("Alder seeks") < pairs.index("Cedar seeks")
    assert "Stable" in pairs
    left = text(keeper.get(at(round_, "left/")))
    assert "Nobody fits it" in left
    assert "without a theme in common" in left
    page = text(keeper.get(at(round_, f"wishes/{towns[0].wish.pk}/?other={towns[3].wish.pk}")))
    assert "Alder got Cedar and ranks that higher" in page or "Dogwood got Birch" in page
    page = text(keeper.get(at(round_, f"wishes/{lonely.wish.pk}/?other={towns[1].wish.pk}")))
    assert "no theme" in page
    assert keeper.get(at(round_, "wishes/999999/")).status_code == 404


def test_a_drawing_under_way_shows_how_far_it_is_and_is_stopped(
    keeper, union, round_, towns, queue
):
    enter_all(union, round_, towns)
    keeper.post(at(round_, "draw/"), {"minimum": "0", "seed": "1", "version": round_.version})
    assert "waits for its turn" in text(keeper.get(at(round_, "drawings/1/")))
    Drawing.objects.update(state=Drawing.RUNNING, step="pairs", done=1, of=4)
    page = text(keeper.get(at(round_, "drawings/1/")))
    assert 'value="25"' in page
    assert " data-live>" in page
    assert "Drawing 1 is being worked out" in text(keeper.get(at(round_)))
    keeper.post(at(round_, "drawings/1/stop/"))
    page = text(keeper.get(at(round_, "drawings/1/")))
    assert "It was stopped" in page
    assert " data-live>" not in page


def test_two_drawings_are_compared_and_one_counts(keeper, union, round_, towns):
    enter_all(union, round_, towns)
    assert "nothing to compare yet" in text(keeper.get(at(round_, "compare/")))
    drawn(union, round_)
    now = drawn(union, round_, minimum=1.0)
    page = text(keeper.get(at(round_, "compare/")))
    assert "Only in drawing 1" in page
    assert "Birch" in page or "Alder" in page
    keeper.post(at(round_, "drawings/1/choose/"), {"version": now.version})
    assert fresh(round_).drawing.number == 1
    answer = keeper.post(at(round_, "drawings/2/choose/"), {"version": now.version})
    assert answer.status_code == 409


def test_pairs_are_offered_and_answers_are_read(keeper, union, round_, towns):
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    page = text(keeper.get(at(round_, "offer/")))
    assert "both sides of 2 pairs" in page
    values = {"version": now.version, "answers_until": in_days(12)}
    assert keeper.post(at(round_, "offer/"), values)["Location"] == at(round_)
    say(towns[0], accept=False, reason="Too far for our choir.")
    page = text(keeper.get(at(round_, "pairs/")))
    assert "Too far for our choir." in page
    assert "Close the round" in text(keeper.get(at(round_, "close/")))
    keeper.post(at(round_, "close/"), {"version": fresh(round_).version})
    page = text(keeper.get(at(round_)))
    assert f"?after={round_.pk}" in page
    form = text(keeper.get(f"{BASE}new/?after={round_.pk}"))
    assert "Spring round: next round" in form


def test_the_back_office_counts_the_rounds_that_wait(keeper, union, round_, towns):
    def waiting() -> str:
        page = text(keeper.get("/en/back-office/"))
        return page.split('/en/workspace/rounds/"><b>')[1].split("<")[0]

    assert waiting() == "0"
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    assert waiting() == "1"
    offer(actor=union.actor, round_=now, version=now.version, answers_until=in_days(12))
    assert waiting() == "0"


def test_going_back_to_collecting(keeper, union, round_, towns):
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    keeper.post(at(round_, "collect/"), {"version": now.version})
    assert fresh(round_).state == Round.COLLECTING
    assert keeper.get(at(round_, "pairs/"))["Location"] == at(round_)
    assert keeper.get(at(round_, "left/")).status_code == 404


def test_a_round_as_files(keeper, union, round_, towns):
    enter_all(union, round_, towns)
    before = keeper.get(at(round_, "files/wishes.csv"))
    assert len(read_wishes(before.content, "wishes.csv")) == 4
    assert keeper.get(at(round_, "files/outcome.json")).status_code == 404
    offered(union, round_, [])
    say(towns[0], accept=False, reason="=1+1")
    answer = keeper.get(at(round_, "files/pairs.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 2
    assert rows[0]["answer_a"] == "declined"
    assert rows[0]["reason_a"] == "'=1+1"
    assert keeper.get(at(round_, "files/outcome.json")).json()["stable"] is True
    assert keeper.get(at(round_, "files/secrets.txt")).status_code == 404


PAGES = (
    "",
    "change/",
    "wishes/",
    "wishes/find/",
    "draw/",
    "pairs/",
    "left/",
    "compare/",
    "offer/",
    "close/",
)


@pytest.mark.parametrize("rest", PAGES)
def test_another_association_does_not_see_it(foreign, union, round_, towns, rest):
    offered(union, round_, towns)
    assert signed_in(foreign.user).get(at(round_, rest)).status_code == 404


def test_lists_take_as_many_queries_however_many(
    keeper, union, round_, towns, django_assert_max_num_queries
):
    def ask() -> dict[str, int]:
        found = {}
        for rest in ("", "wishes/", "wishes/find/", "pairs/", "left/", "files/pairs.csv"):
            with django_assert_max_num_queries(40) as asked:
                assert keeper.get(at(round_, rest)).status_code == 200
            found[rest] = len(asked)
        return found

    make_town("Elm", "RU", themes=("seniors",))
    lonely = make_town("Fir", "RU", themes=("health",))
    enter_all(union, round_, [*towns[:3:2], lonely])
    drawn(union, round_)
    few = ask()
    now = fresh(round_)
    collect_again(actor=union.actor, round_=now, version=now.version)
    more = [make_town(f"Gale {n}", "US", themes=("health", "youth")) for n in range(3)]
    more += [make_town(f"Hill {n}", "RU", themes=("safety",)) for n in range(3)]
    enter_all(union, round_, [*more, towns[1], towns[3]])
    make_town("Ivy", "RU", themes=("seniors",))
    drawn(union, round_)
    assert ask() == few
