"""The pages of a place: rounds to take part in, suggested partners, answers; nothing of the other side’s."""

from jumelage.memberships.models import Institution, Membership
from jumelage.partners.actions.rounds import close
from jumelage.partners.actions.wishes import publish_new
from jumelage.partners.models import RoundPair
from tests.partners.conftest import wish_data
from tests.partners.rounds import (
    drawn,
    enter_all,
    fresh,
    make_round,
    make_town,
    offered,
    pair_of,
    say,
)
from tests.workspace.rounds.conftest import signed_in


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page_of(town, rest: str = "rounds/") -> str:
    return f"/en/workspace/{town.place.pk}/{rest}"


def pair_page(town) -> str:
    return page_of(town, f"pairs/{pair_of(town).pk}/")


def test_an_own_wish_is_entered_and_taken_out(round_, towns):
    alder = towns[0]
    client = signed_in(alder.user)
    page = text(client.get(page_of(alder)))
    assert "For friends of choirs." in page
    assert "Let it take part" in page
    client.post(page_of(alder, f"rounds/{round_.pk}/enter/"), {"wish": alder.wish.pk})
    assert round_.entries.get().wish == alder.wish
    assert "Take it out" in text(client.get(page_of(alder)))
    client.post(page_of(alder, f"rounds/{round_.pk}/leave/"), {"wish": alder.wish.pk})
    assert not round_.entries.exists()


def test_another_places_wish_is_not_entered(round_, towns):
    alder, birch = towns[:2]
    client = signed_in(alder.user)
    answer = client.post(page_of(alder, f"rounds/{round_.pk}/enter/"), {"wish": birch.wish.pk})
    assert answer.status_code == 404
    assert not round_.entries.exists()


def test_rounds_of_other_countries_do_not_show(round_):
    elm = make_town("Elm", "FR", themes=("culture",))
    assert round_.title not in text(signed_in(elm.user).get(page_of(elm)))


def test_before_the_offer_nobody_sees_a_pair(union, round_, towns):
    enter_all(union, round_, towns)
    drawn(union, round_)
    client = signed_in(towns[0].user)
    assert "the round is drawn" in text(client.get(page_of(towns[0])))
    assert client.get(pair_page(towns[0])).status_code == 404


def test_a_pair_is_read_and_answered(union, round_, towns):
    offered(union, round_, towns)
    alder = towns[0]
    client = signed_in(alder.user)
    for rest in ("rounds/", "proposals/"):
        assert "A wish of Cedar is suggested to you" in text(client.get(page_of(alder, rest)))
    page = text(client.get(pair_page(alder)))
    for part in ("Cedar seeks", "themes that both seek", "Your answer", "of what you ask for"):
        assert part in page
    answer = client.post(pair_page(alder), {"reason": "x"})
    assert answer.status_code == 422
    assert "Choose one of the two" in answer.content.decode()
    client.post(pair_page(alder), {"answer": "accepted"})
    assert "is suggested to you" not in text(client.get(page_of(alder, "proposals/")))
    assert "You have accepted" in text(client.get(pair_page(alder)))
    assert pair_of(alder).answer_a == RoundPair.ACCEPTED


def test_a_side_learns_nothing_of_the_others_answer_before_its_own(union, round_, towns):
    offered(union, round_, towns)
    alder, _, cedar, _ = towns
    client = signed_in(cedar.user)
    before = text(client.get(pair_page(cedar)))
    say(alder, accept=False, reason="Too far for our choir.")
    assert without_token(text(client.get(pair_page(cedar)))) == without_token(before)
    client.post(pair_page(cedar), {"answer": "accepted"})
    after = text(client.get(pair_page(cedar)))
    assert "does not come about" in after
    assert "Too far" not in after


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_both_accepted_leads_to_a_proposal(union, round_, towns):
    offered(union, round_, towns)
    alder, _, cedar, _ = towns
    say(alder, accept=True)
    say(cedar, accept=True)
    client = signed_in(alder.user)
    page = text(client.get(pair_page(alder)))
    address = f"/en/workspace/{alder.place.pk}/proposals/new/?to={cedar.place.pk}"
    assert address in page
    assert "Proposal to Cedar" in text(client.get(address))


def test_a_pair_of_others_is_not_there(union, round_, towns):
    offered(union, round_, towns)
    alder, birch = towns[:2]
    other = page_of(birch, f"pairs/{pair_of(alder).pk}/")
    assert signed_in(birch.user).get(other).status_code == 404
    assert signed_in(birch.user).get(pair_page(alder)).status_code == 403


def test_a_helper_reads_but_does_not_answer(union, round_, towns):
    offered(union, round_, towns)
    alder = towns[0]
    Membership.objects.filter(user=alder.user).update(role="helper")
    client = signed_in(alder.user)
    page = text(client.get(pair_page(alder)))
    assert "An officer answers" in page
    assert client.post(pair_page(alder), {"answer": "accepted"}).status_code == 403
    assert pair_of(alder).answer_a == RoundPair.WAITING


def test_an_institutions_officer_answers_for_its_wish_only(union, round_, towns):
    alder, cedar = towns[0], towns[2]
    found = []
    for town in (alder, cedar):
        museum = Institution.objects.create(place=town.place, kind="museum", name="Museum of Linen")
        data = wish_data("Linen", institution=museum, themes=("heritage",))
        found.append((museum, publish_new(actor=town.actor, place=town.place, data=data)))
    museum = found[0][0]
    Membership.objects.filter(user=alder.user).delete()
    Membership.objects.create(
        user=alder.user, institution=museum, role="officer", state="active", applied_at=alder.wish.created_at
    )  # fmt: skip
    both = [*towns, *(type(alder)(wish=wish) for _, wish in found)]
    offered(union, round_, both)
    client = signed_in(alder.user)
    page = text(client.get(page_of(alder)))
    assert "Linen" in page
    assert "Alder seeks" not in page
    pair = RoundPair.objects.get(wish_a=found[0][1])
    client.post(page_of(alder, f"pairs/{pair.pk}/"), {"answer": "accepted"})
    pair.refresh_from_db()
    assert pair.answer_a == RoundPair.ACCEPTED
    towns_pair = RoundPair.objects.get(wish_a=alder.wish)
    assert client.get(page_of(alder, f"pairs/{towns_pair.pk}/")).status_code == 404


def test_after_the_round_nobody_answers(union, round_, towns):
    offered(union, round_, towns)
    now = fresh(round_)
    close(actor=union.actor, round_=now, version=now.version)
    client = signed_in(towns[0].user)
    assert "does not come about" in text(client.get(pair_page(towns[0])))
    answer = client.post(pair_page(towns[0]), {"answer": "accepted"})
    assert answer.status_code == 422


def test_the_list_takes_as_many_queries_however_many(
    union, round_, towns, django_assert_max_num_queries
):
    alder = towns[0]
    client = signed_in(alder.user)

    def ask() -> int:
        with django_assert_max_num_queries(40) as asked:
            text(client.get(page_of(alder)))
        return len(asked)

    enter_all(union, round_, [alder, towns[2]])
    offered(union, round_, [])
    few = ask()
    wishes = []
    for n in range(3):
        themes = (("health", "tourism", "science")[n],)
        wishes.append(
            publish_new(
                actor=alder.actor, place=alder.place, data=wish_data(f"More {n}", themes=themes)
            )
        )
        wishes.append(make_town(f"Jade {n}", "RU", themes=themes).wish)
    second = make_round(union)
    enter_all(union, second, [type(alder)(wish=wish) for wish in wishes])
    offered(union, second, [])
    assert len(RoundPair.objects.of_place(alder.place.pk)) == 4
    assert ask() == few
