"""Series and editions: who begins and runs them, what is refused, and what time and others do."""

import pytest

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions import decisions, editions
from jumelage.forum.actions.editions import SeriesData
from jumelage.forum.models import Decision, Edition, Organiser, Series
from jumelage.forum.permissions import is_organiser
from jumelage.forum.queries import archive, organised, public_edition
from tests.forum.conftest import acting, edition_data, in_days


def fields(error) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_a_forum_is_begun_by_officers_of_an_association(union, organiser, town, officer):
    data = SeriesData({"en": "Forum"})
    helper = acting(union, "helper@union.example", role="helper")
    for actor, association in (
        (officer.actor, union), (officer.actor, None), (helper.actor, union), (organiser.actor, None),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            editions.create_series(actor=actor, association=association, data=data)
    editions.create_series(actor=organiser.actor, association=union, data=data)
    editions.create_series(actor=OPERATOR, association=None, data=data)
    assert set(Series.objects.values_list("slug", flat=True)) == {"forum", "forum-2"}


def test_every_reason_is_given_at_once(series, organiser):
    data = edition_data(
        names={"en": " "}, texts={"de": "Tag"}, when="2027-13", time_zone="Mars/Olympus",
        themes=("gold",), venues={"en": "x" * 501},
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        editions.create_edition(actor=organiser.actor, series=series, data=data)
    assert fields(error) == {"names_en", "texts", "about", "time_zone", "themes", "venues_en"}
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("when", "field"),
    [("", "first_day"), ("2027-05-12/2027-07-12", "last_day"), ("../2027", "about"), ("2027/..", "about")],
)  # fmt: skip
def test_an_edition_has_a_beginning_and_an_end(series, organiser, when, field):
    with pytest.raises(RefusedError) as error:
        editions.create_edition(actor=organiser.actor, series=series, data=edition_data(when=when))
    assert fields(error) == {field}


def test_a_draft_is_read_by_nobody_and_counts_no_revision(series, organiser):
    before = revision()
    draft = editions.create_edition(actor=organiser.actor, series=series, data=edition_data())
    assert revision() == before
    assert archive("en") == []
    assert public_edition(series.slug, draft.slug, "en") is None
    assert organised(organiser.actor, "en") == [draft]
    editions.set_state(actor=organiser.actor, edition=draft, version=1, state="announced")
    assert revision() > before
    assert archive("en") == [(series, [draft])]


def test_only_its_organisers_run_an_edition(draft, organiser, officer, union):
    stranger = acting(editions_association("Another Union", "FR"), "jean@another.example")
    helper = acting(union, "helper@union.example", role="helper")
    for actor in (stranger.actor, officer.actor, helper.actor, Actor("anonymous")):
        with pytest.raises(NotAllowedError):
            editions.change_edition(
                actor=actor, edition=draft, version=1, data=edition_data(when="2027-05")
            )
        with pytest.raises(NotAllowedError):
            editions.set_state(actor=actor, edition=draft, version=1, state="announced")
        with pytest.raises(NotAllowedError):
            decisions.add_decision(actor=actor, edition=draft, texts={"en": "Yes"})
        with pytest.raises(NotAllowedError):
            editions.add_organiser(actor=actor, edition=draft, names={"en": "Us"})
    assert is_organiser(stranger.actor)  # it may begin a forum of its own
    assert not is_organiser(officer.actor)
    assert organised(stranger.actor, "en") == []


def editions_association(name, country):
    from jumelage.memberships.actions import keep_association

    return keep_association(actor=OPERATOR, name=name, countries=[country])


def test_a_place_that_organises_too_runs_the_edition(draft, organiser, town, officer):
    named = editions.add_organiser(actor=organiser.actor, edition=draft, target=town)
    assert is_organiser(officer.actor)
    editions.change_edition(
        actor=officer.actor, edition=draft, version=1, data=edition_data(when="2027-05")
    )
    with pytest.raises(RefusedError):
        editions.add_organiser(actor=organiser.actor, edition=draft, target=town)
    editions.remove_organiser(actor=organiser.actor, organiser=named)
    with pytest.raises(NotAllowedError):
        editions.change_edition(actor=officer.actor, edition=draft, version=2, data=edition_data())


def test_somebody_is_always_left_to_run_it(draft, organiser):
    editions.add_organiser(actor=organiser.actor, edition=draft, names={"en": "A society"})
    with pytest.raises(RefusedError):
        editions.remove_organiser(
            actor=organiser.actor, organiser=Organiser.objects.get(association__isnull=False)
        )
    editions.remove_organiser(
        actor=organiser.actor, organiser=Organiser.objects.get(association__isnull=True)
    )
    assert draft.organisers.count() == 1


def test_an_edition_opens_once_its_days_are_fixed(series, organiser):
    data = edition_data(when="2027-05")
    made = editions.create_edition(actor=organiser.actor, series=series, data=data)
    assert (made.first_day.isoformat(), made.last_day.isoformat()) == ("2027-05-01", "2027-05-31")
    with pytest.raises(RefusedError) as error:
        editions.set_state(actor=organiser.actor, edition=made, version=1, state="open")
    assert [problem.code for problem in error.value.problems] == ["days"]
    editions.change_edition(actor=organiser.actor, edition=made, version=1, data=edition_data())
    opened = editions.set_state(actor=organiser.actor, edition=made, version=2, state="open")
    assert opened.has_days


def test_what_has_not_begun_was_not_held_and_what_is_cancelled_has_a_reason(edition, organiser):
    actor, version = organiser.actor, edition.version
    for state, reason in (("held", ""), ("cancelled", " "), ("draft", "")):
        with pytest.raises(RefusedError):
            editions.set_state(
                actor=actor, edition=edition, version=version, state=state, reason=reason
            )
    done = editions.set_state(
        actor=actor, edition=edition, version=version, state="cancelled", reason="Flood"
    )
    entry = AuditEntry.objects.get(action="forum.set_state", reason="Flood")
    assert entry.changes == {"from": "open", "to": "cancelled"}
    assert entry.acting_for == "Union of Towns"
    assert done.state == Edition.CANCELLED


def test_two_at_once_do_not_overwrite_each_other(draft, organiser):
    data = edition_data(names={"en": "Autumn forum"})
    editions.change_edition(actor=organiser.actor, edition=draft, version=1, data=data)
    with pytest.raises(ConflictError):
        editions.change_edition(
            actor=organiser.actor, edition=draft, version=1, data=edition_data()
        )
    assert Edition.objects.get().names == {"en": "Autumn forum"}


def test_people_are_named_before_the_forum_is_over(series, organiser):
    data = edition_data(register_until=in_days(33))
    with pytest.raises(RefusedError) as error:
        editions.create_edition(actor=organiser.actor, series=series, data=data)
    assert fields(error) == {"register_until"}


def test_decisions_are_written_changed_and_taken_out(edition, organiser):
    with pytest.raises(RefusedError):
        decisions.add_decision(actor=organiser.actor, edition=edition, texts={"en": " "})
    made = decisions.add_decision(actor=organiser.actor, edition=edition, texts={"en": "To meet"})
    decisions.change_decision(
        actor=organiser.actor, decision=made, version=1, texts={"en": "To meet again"}
    )
    assert Decision.objects.get().texts == {"en": "To meet again"}
    decisions.remove_decision(actor=organiser.actor, decision=made)
    assert not Decision.objects.exists()
