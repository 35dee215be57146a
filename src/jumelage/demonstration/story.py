"""What the invented offices have done so far."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jumelage.agreements.actions.approvals import ApprovalData, record_approval
from jumelage.agreements.actions.changes import ChangeData, declare_change
from jumelage.agreements.actions.drafting import save_draft, start_agreement, text_of
from jumelage.agreements.actions.proposals import ProposalText, accept, counter, propose
from jumelage.agreements.actions.signing import SignatureData, sign
from jumelage.agreements.actions.work import (
    ActivityData,
    ItemData,
    add_item,
    make_plan,
    record_activity,
)
from jumelage.agreements.domain.texts import Renewal, Terms, Text
from jumelage.agreements.models import Agreement
from jumelage.contacts.actions.log import EntryData, add_entry
from jumelage.contacts.actions.offices import OfficeData, add_office
from jumelage.contacts.actions.people import PersonData, add_person, attach_to_tie
from jumelage.contacts.models import PARTNERS, PUBLIC, Person
from jumelage.core.audit import Actor
from jumelage.demonstration.commitments import promise_each_other
from jumelage.demonstration.people import KEEPER
from jumelage.demonstration.rounds import hold_a_round
from jumelage.demonstration.towns import World
from jumelage.demonstration.wishes import seek_partners
from jumelage.places.models import Place
from jumelage.ties.models import Claim
from jumelage.ties.objections import object_to

#: The head of each town’s office.
AT_WORK = {
    "olkhovsk": "olga@olkhovsk.example",
    "svetlozersk": "svetlana@svetlozersk.example",
    "maple-harbor": "ann@maple-harbor.example",
    "cedar-prairie": "ben@cedar-prairie.example",
    "lindenau-am-see": "lena@lindenau.example",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The towns, who acts for them, and what day it is."""

    world: World
    people: Mapping[str, Actor]
    today: date

    def of(self, town: str) -> tuple[Actor, Place]:
        """Return the head of a town's office, and the town."""
        return self.people[AT_WORK[town]], self.world.places[town]

    def ago(self, days: int) -> date:
        """Return a day some days ago."""
        return self.today - timedelta(days=days)


def tell(stage: Stage) -> None:
    """Let everything happen, in order."""
    _contacts(stage)
    _a_new_tie(stage)
    _an_open_proposal(stage)
    _a_suspension(stage)
    _a_renewal_that_waits(stage)
    _an_objection(stage)
    _log(stage)
    actors = {town: stage.of(town) for town in AT_WORK}
    seek_partners(actors, stage.today)
    promise_each_other(actors, stage.today)
    hold_a_round(stage.people[KEEPER[0]], actors, stage.today)


@dataclass(frozen=True, slots=True)
class Desk:
    """An office and the person in it. ``ties`` are the towns whose ties the person sees to."""

    town: str
    office: str
    function: str
    zone: str
    languages: tuple[str, ...]
    visibility: str
    person: str
    post: str
    ties: tuple[str, ...]


DESKS = (
    Desk(
        "olkhovsk",
        "Отдел международных связей",
        "Побратимы, приёмы, обмены",
        "Europe/Moscow",
        ("ru", "en"),
        PUBLIC,
        "Ольга Ветрова",
        "начальник отдела",
        ("maple-harbor", "kazemachi", "lindenau-am-see"),
    ),
    Desk(
        "maple-harbor",
        "Office of International Affairs",
        "Sister cities, visits, school exchange",
        "America/New_York",
        ("en", "fr"),
        PUBLIC,
        "Ann Whitfield",
        "Director",
        ("olkhovsk", "saint-aubin-les-pres"),
    ),
    Desk(
        "lindenau-am-see",
        "Büro für Städtepartnerschaften",
        "Partnerschaften und Jugendaustausch",
        "Europe/Berlin",
        ("de", "en", "fr"),
        PARTNERS,
        "Lena Brandt",
        "Leiterin",
        ("olkhovsk", "cedar-prairie"),
    ),
)


def _contacts(stage: Stage) -> None:
    for desk in DESKS:
        actor, place = stage.of(desk.town)
        office = add_office(
            actor=actor,
            place=place,
            data=OfficeData(
                name=desk.office,
                function=desk.function,
                time_zone=desk.zone,
                languages=desk.languages,
                email=f"office@{desk.town}.example",
                visibility=desk.visibility,
            ),
        )
        person = PersonData(
            name=desk.person,
            function=desk.post,
            office=office,
            languages=desk.languages,
            visibility=PARTNERS,
            consent_on=stage.ago(200),
            consent_how="e-mail",
        )
        somebody = add_person(actor=actor, place=place, data=person)
        for other in desk.ties:
            attach_to_tie(actor=actor, person=somebody, tie=stage.world.tie(desk.town, other))


def _a_new_tie(stage: Stage) -> None:
    """Svetlozersk and Maple Harbor: from a proposal to a signed agreement, a plan and a first visit."""
    svetlana, svetlozersk = stage.of("svetlozersk")
    ann, harbor = stage.of("maple-harbor")
    aims = "Дать школам и музеям двух городов возможность работать вместе."
    proposal = propose(
        actor=svetlana,
        place=svetlozersk,
        addressee=harbor,
        text=ProposalText(
            "friendship", aims, ("education", "culture"), "Будем рады вашему ответу."
        ),
    )
    more = "To let schools, museums and youth sport of both towns work together, every year."
    text = ProposalText(
        "twinning", more, ("education", "culture", "youth", "sport"), "Why not at once?"
    )
    counter(actor=ann, place=harbor, proposal=proposal, based_on=1, text=text)
    accept(actor=svetlana, place=svetlozersk, proposal=proposal, version=2)
    for actor, place, body, days in (
        (svetlana, svetlozersk, "Городской совет", 60),
        (ann, harbor, "City Council", 54),
    ):
        data = ApprovalData(body=body, decided_on=stage.ago(days), reference=f"№ {days}/7")
        record_approval(actor=actor, place=place, data=data, proposal=proposal)
    proposal.refresh_from_db()
    terms = Terms(form="twinning", languages=("en", "ru"), renewal=Renewal.AUTOMATIC, years=5)
    agreement = start_agreement(actor=ann, place=harbor, terms=terms, proposal=proposal)
    _sign_both(stage, agreement)
    _first_year(stage)


def _sign_both(stage: Stage, agreement: Agreement) -> None:
    svetlana, svetlozersk = stage.of("svetlozersk")
    ann, harbor = stage.of("maple-harbor")
    first = agreement.drafts.get(number=1)
    draft = save_draft(
        actor=svetlana,
        place=svetlozersk,
        agreement=agreement,
        based_on=1,
        text=_with_russian_aims(text_of(first)),
        note="Цели переведены на русский язык.",
    )
    for actor, place, who, function, days in (
        (svetlana, svetlozersk, "Игорь Камнев", "глава города", 30),
        (ann, harbor, "Martha Doyle", "Mayor", 28),
    ):
        sign(
            actor=actor,
            place=place,
            agreement=agreement,
            draft=draft.number,
            text_sha256=draft.sha256,
            data=SignatureData(
                who, function, stage.ago(days), signed_at_place=place.name, may_publish=True
            ),
        )


def _with_russian_aims(text: Text) -> Text:
    """Return the text with its aims, which the proposal worded in English, in Russian as well."""
    words = "Стороны хотят, чтобы школы, музеи и юные спортсмены двух городов работали вместе каждый год."
    clauses = [
        replace(clause, text={**clause.text, "ru": words}) if clause.key == "aims" else clause
        for clause in text.clauses
    ]
    return replace(text, clauses=clauses)


def _first_year(stage: Stage) -> None:
    ann, harbor = stage.of("maple-harbor")
    svetlana, svetlozersk = stage.of("svetlozersk")
    tie = stage.world.tie("svetlozersk", "maple-harbor")
    year = stage.today.year
    plan = make_plan(actor=ann, place=harbor, tie=tie, year=year, aims="Begin small, and keep it.")
    items = (
        ("Letters between two school classes", "education", stage.ago(10)),
        (
            "Photographs of both harbours in both libraries",
            "culture",
            stage.today + timedelta(days=40),
        ),
        ("Ice hockey: under-16 teams meet", "sport", stage.today + timedelta(days=120)),
    )
    for title, theme, due in items:
        add_item(
            actor=ann,
            place=harbor,
            plan=plan,
            data=ItemData(
                title=title, theme=theme, due_on=due, owner_a="Школа № 3", owner_b="Library"
            ),
        )
    visit = ActivityData(
        kind="visit",
        when=stage.ago(28).isoformat(),
        title="Delegation of Svetlozersk at the signing in Maple Harbor",
        participants=9,
    )
    record_activity(actor=svetlana, place=svetlozersk, tie=tie, data=visit)


def _an_open_proposal(stage: Stage) -> None:
    """Cedar Prairie has proposed a tie to Olkhovsk, which has not answered. Only the two know."""
    ben, prairie = stage.of("cedar-prairie")
    text = ProposalText(
        "partnership",
        "Exchange between our dairy schools, and a concert of both youth orchestras.",
        ("education", "business", "youth"),
        "We met at the forum last year and would like to go on.",
    )
    propose(actor=ben, place=prairie, addressee=stage.world.places["olkhovsk"], text=text)


def _a_suspension(stage: Stage) -> None:
    """Lindenau has suspended its tie with Olkhovsk, on its side alone."""
    lena, lindenau = stage.of("lindenau-am-see")
    data = ChangeData(
        kind="suspended",
        effective_on=stage.ago(400),
        reason="Decided by the council until further notice; contacts of schools go on.",
        reason_is_public=True,
    )
    tie = stage.world.tie("olkhovsk", "lindenau-am-see")
    declare_change(actor=lena, place=lindenau, tie=tie, data=data)


def _a_renewal_that_waits(stage: Stage) -> None:
    """Maple Harbor would renew with Olkhovsk, and waits for its word."""
    ann, harbor = stage.of("maple-harbor")
    data = ChangeData(
        kind="renewed",
        effective_on=stage.ago(5),
        reason="Thirty-five years: both councils wish to go on.",
        jointly=True,
    )
    declare_change(
        actor=ann, place=harbor, tie=stage.world.tie("olkhovsk", "maple-harbor"), data=data
    )


def _an_objection(stage: Stage) -> None:
    """A list says that Nowe Zacisze ended its tie; Olkhovsk says that it did not."""
    olga, olkhovsk = stage.of("olkhovsk")
    tie = stage.world.tie("olkhovsk", "nowe-zacisze")
    claim = Claim.objects.get(tie=tie, kind="ended")
    object_to(
        actor=olga,
        place=olkhovsk,
        claim=claim,
        reason="В 2014 году закончилась лишь программа обмена. Решения о расторжении не было.",
    )


def _log(stage: Stage) -> None:
    olga, olkhovsk = stage.of("olkhovsk")
    ann, harbor = stage.of("maple-harbor")
    person = Person.objects.filter(place=olkhovsk).first()
    entries = (
        (olga, olkhovsk, "letter", "out", 21, "kazemachi", "Поздравление к 50-летию, просьба назвать день визита."),
        (olga, olkhovsk, "email", "in", 14, "kazemachi", "Делегация из восьми человек может приехать в апреле."),
        (olga, olkhovsk, "call", "", 35, "maple-harbor", "Обсудили продление и приезд школьников в июне."),
        (olga, olkhovsk, "meeting", "", 395, "lindenau-am-see", "Видеовстреча: школы продолжают переписку."),
        (olga, olkhovsk, "letter", "out", 640, "kuusijarvi", "Вопрос, кто теперь отвечает за связи. Ответа нет."),
        (ann, harbor, "call", "", 35, "olkhovsk", "Renewal: they will ask their council. Students in June."),
        (ann, harbor, "email", "out", 6, "olkhovsk", "Sent the renewal for their confirmation."),
    )  # fmt: skip
    for actor, place, kind, direction, days, other, summary in entries:
        data = EntryData(
            kind=kind,
            direction=direction,
            on=stage.ago(days),
            summary=summary,
            tie=stage.world.tie(place.slug, other),
            person=person if place == olkhovsk else None,
        )
        add_entry(actor=actor, place=place, data=data)
