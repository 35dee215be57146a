"""Two places with a tie and everything that can be at an address: what the permission table is tried on.

Made by the actions that users' data goes through. There are two such worlds in the trial: what belongs to the second is
a stranger's for those of the first.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Model

from jumelage.accounts.models import User
from jumelage.agreements.actions import changes, drafting, proposals, work
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Proposal
from jumelage.commitments.actions.common import OwnerData, PromiseData, bring_up_to_date
from jumelage.commitments.actions.drafting import draft, propose
from jumelage.commitments.actions.progress import ProgressData, add_progress
from jumelage.commitments.actions.statements import StatementData, say
from jumelage.commitments.domain.states import Kind, State
from jumelage.commitments.models import Commitment
from jumelage.contacts.actions.lists import stage_list
from jumelage.contacts.models import ErasureRequest
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.clock import now, today
from jumelage.documents.actions import store
from jumelage.documents.models import Document
from jumelage.forum.actions import agenda, decisions, delegations, editions, members
from jumelage.forum.models import Delegation, Edition, Member, Series, Session
from jumelage.imports.merging import merge_places
from jumelage.imports.models import Decision, ReviewItem
from jumelage.memberships.actions import (
    add_domain,
    add_institution,
    add_member,
    apply_for,
    invite,
    keep_association,
)
from jumelage.memberships.actions.invitations import hash_of
from jumelage.memberships.actors import actor_for
from jumelage.memberships.models import Association, Institution, Invitation, Membership
from jumelage.partners.actions import rounds, shortlists
from jumelage.partners.actions.messages import (
    MessageData,
    Sender,
    write_as_officer,
    write_as_visitor,
)
from jumelage.partners.actions.round_drawing import start
from jumelage.partners.actions.round_entries import enter
from jumelage.partners.actions.rounds import RoundData
from jumelage.partners.actions.wellformed import TextData, WishData
from jumelage.partners.actions.wishes import publish_new
from jumelage.partners.models import Round, RoundPair, Shortlist
from jumelage.partners.models.wishes import Wish
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Claim, Tie
from jumelage.ties.objections import object_to
from jumelage.ties.own_sources import source_of_place
from jumelage.workspace.portfolio.actions import renew_calendar, unsubscribe_token
from jumelage.workspace.portfolio.feed import secret_of
from tests.contacts import made
from tests.contracts.around import Around
from tests.contracts.timetables import Timetables
from tests.documents.files import pdf, uploaded
from tests.factories import make_claim, make_place

#: What stands in the addresses that are told to one person only.
SECRET = "told-to-one-person-only"


@dataclass
class World:
    """Two twinned places. Everything else comes into being when it is asked for; :meth:`make_all` asks for all."""

    name: str
    country: str
    partner_country: str
    people: dict[str, User] = field(default_factory=dict)

    def make_all(self) -> None:
        """Let everything be there before the trial begins."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    def person(self, name: str) -> User:
        """Return somebody of this world by a short name; an account without rights if not made before."""
        if name not in self.people:
            email = f"{name}@{self.name.lower()}.example"
            self.people[name] = User.objects.create_user(email, f"{name.title()} of {self.name}")
        return self.people[name]

    def actor(self, name: str) -> Actor:
        """Return somebody of this world as who acts, with the rights of this moment."""
        return actor_for(User.objects.get(pk=self.person(name).pk))

    def member(self, name: str, target: Place | Association | Institution, role: str) -> User:
        """Let somebody act for a target."""
        user = self.person(name)
        add_member(actor=OPERATOR, email=user.email, target=target, role=role)
        return user

    @cached_property
    def place(self) -> Place:
        """The own place, with a head, an officer and a helper."""
        place = make_place(self.name, self.country)
        for role in ("head", "officer", "helper"):
            self.member(role, place, role)
        return place

    @cached_property
    def partner(self) -> Place:
        """The place on the other side, with an officer."""
        place = make_place(f"{self.name} Partner", self.partner_country)
        self.member("partner", place, "officer")
        return place

    @cached_property
    def association(self) -> Association:
        """Who keeps the register of the own country."""
        association = keep_association(
            actor=OPERATOR, name=f"Union of {self.country}", countries=[self.country]
        )
        self.member("keeper", association, "officer")
        return association

    @cached_property
    def chief(self) -> Membership:
        """Whoever heads the association."""
        self.member("chief", self.association, "head")
        return Membership.objects.get(user=self.person("chief"), association=self.association)

    @cached_property
    def tie(self) -> Tie:
        """The tie of the two, in force as a source says."""
        claim = make_claim(self.place, self.partner, "signed", when="1991", form="twinning")
        return Tie.objects.select_related("place_a", "place_b").get(pk=claim.tie_id)

    @cached_property
    def claim(self) -> Claim:
        """What the press says of the tie."""
        return make_claim(self.place, self.partner, "active", when="2019")

    @cached_property
    def own_claim(self) -> Claim:
        """What the own office says of it."""
        data = ClaimData(
            source_of_place(self.place), self.place, self.partner, "active", when="2020",
            entered_for=self.place,
        )  # fmt: skip
        assert self.tie
        return record_claim(actor=self.actor("officer"), data=data)[0]

    @cached_property
    def objection(self) -> Model:
        """The own place says that a claim is wrong."""
        return object_to(
            actor=self.actor("officer"), claim=self.claim, place=self.place, reason="Never was."
        )

    def _document(self, title: str, visibility: str = Document.PRIVATE) -> Document:
        file = uploaded(pdf(f"{self.name} {title}"))
        assert self.place
        return store(
            actor=self.actor("officer"), owner=self.place, file=file, title=title,
            visibility=visibility,
        )  # fmt: skip

    @cached_property
    def document(self) -> Document:
        """A paper of the own office, seen by nobody else."""
        return self._document("Paper")

    @cached_property
    def published(self) -> Document:
        """A paper that everybody reads."""
        return self._document("Leaflet", Document.PUBLIC)

    @cached_property
    def proposal(self) -> Proposal:
        """What the partner has proposed: the own place's turn."""
        text = proposals.ProposalText("friendship", "Be friends.", ["youth"], "Dear all")
        assert self.tie
        return proposals.propose(
            actor=self.actor("partner"), place=self.partner, addressee=self.place, text=text,
            purpose=Proposal.CHANGE_FORM,
        )  # fmt: skip

    @cached_property
    def agreement(self) -> Model:
        """A text that both work at."""
        return drafting.start_agreement(
            actor=self.actor("officer"), place=self.place, tie=self.tie,
            terms=Terms("twinning", ("en", "ru")),
        )  # fmt: skip

    @cached_property
    def change(self) -> Model:
        """What the partner wants both to declare: the own place's answer is awaited."""
        data = changes.ChangeData("renewed", today(), reason="As ever", jointly=True)
        return changes.declare_change(
            actor=self.actor("partner"), place=self.partner, tie=self.tie, data=data
        )

    @cached_property
    def own_change(self) -> Model:
        """What the own place wants both to declare."""
        data = changes.ChangeData("ended", today(), reason="No money", jointly=True)
        return changes.declare_change(
            actor=self.actor("officer"), place=self.place, tie=self.tie, data=data
        )

    @cached_property
    def plan(self) -> Any:
        """The plan of this year."""
        return work.make_plan(
            actor=self.actor("officer"), place=self.place, tie=self.tie, year=today().year
        )

    @cached_property
    def item(self) -> Model:
        """Something in the plan."""
        return work.add_item(
            actor=self.actor("officer"), place=self.place, plan=self.plan,
            data=work.ItemData("A concert"),
        )  # fmt: skip

    @cached_property
    def activity(self) -> Model:
        """Something that the two did, known to the two."""
        data = work.ActivityData(kind="visit", when="2024", title="A visit", is_public=False)
        return work.record_activity(
            actor=self.actor("officer"), place=self.place, tie=self.tie, data=data
        )

    @cached_property
    def office(self) -> Model:
        """An office of the own place."""
        return made.office(self.place)

    @cached_property
    def contact(self) -> Model:
        """A person of the own place."""
        return made.person(self.place, f"Contact of {self.name}")

    @cached_property
    def entry(self) -> Model:
        """An entry of the own contact log."""
        return made.entry(self.place, self.tie)

    @cached_property
    def address_list(self) -> Model:
        """An address list that waits to be taken over."""
        data = b"name,email\nAnna Petrova,anna@example.org\n"
        assert self.place
        return stage_list(
            actor=self.actor("officer"), place=self.place, file_name="list.csv", data=data
        )

    def _request(self, place: Place | None, secret: str, *, confirmed: bool) -> ErasureRequest:
        return ErasureRequest.objects.create(
            place=place, kind=ErasureRequest.ERASE, name="Ivan", email="ivan@example.org",
            secret_sha256=sha256(secret.encode()).hexdigest(), created_at=now(),
            confirmed_at=now() if confirmed else None,
        )  # fmt: skip

    @cached_property
    def request(self) -> ErasureRequest:
        """Somebody wants the own office to erase what it keeps."""
        return self._request(self.place, "", confirmed=True)

    @cached_property
    def unconfirmed(self) -> ErasureRequest:
        """The same, by somebody whose address is not proven yet."""
        return self._request(self.place, SECRET, confirmed=False)

    @cached_property
    def application(self) -> Membership:
        """Somebody without any right asks to act for the own place."""
        return apply_for(actor=self.actor("known"), target=self.place, function="clerk")

    @cached_property
    def helping(self) -> Membership:
        """The helper's membership."""
        return Membership.objects.get(user=self.person("helper"), place=self.place)

    @cached_property
    def institution(self) -> Institution:
        """A museum of the own place."""
        return add_institution(actor=OPERATOR, place=self.place, kind="museum", name="Museum")

    def _invitation(self, target: Place | Association, email: str, secret: str) -> Invitation:
        invitation = invite(actor=OPERATOR, target=target, email=email)
        invitation.secret_sha256 = hash_of(f"{secret}-{self.name}")
        invitation.save(update_fields=["secret_sha256"])
        return invitation

    @cached_property
    def invitation(self) -> Invitation:
        """An invitation of the person without rights to the own place, at the secret ``SECRET-<name>``."""
        assert self.application
        return self._invitation(self.place, self.person("known").email, SECRET)

    @cached_property
    def association_invitation(self) -> Invitation:
        """An invitation to the association."""
        return self._invitation(self.association, "friend@example.org", "another")

    @cached_property
    def domain(self) -> Model:
        """An official domain of the own place."""
        domain = f"{self.name.lower()}.example"
        return add_domain(actor=OPERATOR, place=self.place, domain=domain)

    @cached_property
    def question(self) -> ReviewItem:
        """A name of a source that means several places."""
        return ReviewItem.objects.create(
            source=self.claim.source, name="Salem", country=self.country, key="salem", partner="Orsk",
            partner_key="orsk", line=2, code="ambiguous", message="may be two", rows=3,
            candidates=[],
        )  # fmt: skip

    @cached_property
    def decision(self) -> Decision:
        """What somebody decided about a name."""
        return Decision.objects.create(
            source=self.claim.source, name="Springfield", country=self.country, key="springfield",
            place=self.place, decided_by="Anna", decided_at=now(),
        )  # fmt: skip

    @cached_property
    def twins(self) -> tuple[Place, Place]:
        """Two records that may be of one place."""
        first, second = (make_place(f"{self.name} {n}", self.country) for n in ("East", "West"))
        return first, second

    @cached_property
    def merge(self) -> Model:
        """Two records of one place, merged."""
        kept, gone = (make_place(f"{self.name} {n}", self.country) for n in ("Old", "New"))
        return merge_places(actor=OPERATOR, kept=kept, gone=gone)

    def _wish(self, name: str, place: Place, title: str) -> Wish:
        data = WishData((TextData("en", title),), today() + timedelta(days=90), themes=("culture",))
        return publish_new(actor=self.actor(name), place=place, data=data)

    @cached_property
    def wish(self) -> Wish:
        """What the own place seeks."""
        return self._wish("officer", self.place, "A choir sought")

    @cached_property
    def partner_wish(self) -> Wish:
        """What the partner seeks."""
        return self._wish("partner", self.partner, "A hall sought")

    @cached_property
    def message(self) -> Model:
        """What the partner wrote about the own wish."""
        return write_as_officer(
            actor=self.actor("partner"),
            wish=self.wish,
            sender=Sender(self.partner),
            text="Dear all",
        )

    @cached_property
    def own_message(self) -> Model:
        """What the own place wrote about the partner's wish."""
        return write_as_officer(
            actor=self.actor("officer"), wish=self.partner_wish, sender=Sender(self.place), text="Dear all"
        )  # fmt: skip

    @cached_property
    def visitor_message(self) -> Model:
        """What a visitor wrote, at the secret ``SECRET``; the address is not confirmed yet."""
        data = MessageData("Ivan", "ivan@example.org", "Dear all")
        message = write_as_visitor(actor=Actor(label="anonymous"), wish=self.wish, data=data)
        message.secret_hash = sha256(SECRET.encode()).hexdigest()
        message.save(update_fields=["secret_hash"])
        return message

    def _round(self, title: str) -> Round:
        assert self.association
        data = RoundData(
            title, today() + timedelta(days=9), today() + timedelta(days=19),
            side_a=(self.country,), side_b=(self.partner_country,),
        )  # fmt: skip
        found = rounds.open_round(
            actor=self.actor("keeper"), association=self.association, data=data
        )
        enter(actor=self.actor("keeper"), round_=found, wishes=[self.wish, self.partner_wish])
        return Round.objects.get(pk=found.pk)

    @cached_property
    def round(self) -> Round:
        """A round of matching that collects wishes."""
        return self._round("Spring")

    @cached_property
    def drawn_round(self) -> Round:
        """A round that is drawn, and seen by its association only."""
        found = self._round("Summer")
        start(actor=self.actor("keeper"), round_=found, version=found.version, seed=1, minimum=0.0)
        return Round.objects.get(pk=found.pk)

    @cached_property
    def pair(self) -> RoundPair:
        """What a round suggests to both places. (They are tied, so no drawing would.)"""
        found = self._round("Autumn")
        found.state, found.offered_at = Round.OFFERED, now()
        found.save()
        first, second = sorted((self.wish, self.partner_wish), key=lambda wish: wish.pk)
        return RoundPair.objects.create(
            round=found, wish_a=first, wish_b=second, served_a=0.5, served_b=0.5, rank_a=1, rank_b=1
        )

    @cached_property
    def calendar_secret(self) -> str:
        """What is in the officer's private address of the calendar."""
        assert self.place
        return secret_of(renew_calendar(actor=self.actor("officer"), place=self.place))

    @cached_property
    def digest_token(self) -> str:
        """What is in the officer's monthly e-mail to switch it off."""
        assert self.place
        membership = Membership.objects.get(user=self.person("officer"), place=self.place)
        return unsubscribe_token(membership)

    @cached_property
    def series(self) -> Series:
        """A forum of the association."""
        assert self.association
        return editions.create_series(
            actor=self.actor("keeper"), association=self.association,
            data=editions.SeriesData({"en": f"Forum of {self.name}"}),
        )  # fmt: skip

    @cached_property
    def edition(self) -> Edition:
        """An edition that is open for delegations."""
        day = today().isoformat()
        made = editions.create_edition(
            actor=self.actor("keeper"), series=self.series,
            data=editions.EditionData({"en": f"Meeting of {self.name}"}, day),
        )  # fmt: skip
        return editions.set_state(
            actor=self.actor("keeper"), edition=made, version=1, state=Edition.OPEN
        )

    @cached_property
    def session(self) -> Session:
        """Something on its agenda, in a room, with a speaker."""
        keeper, edition = self.actor("keeper"), self.edition
        data = agenda.SpeakerData("Ivan Petrov", today())
        agenda.add_speaker(actor=keeper, edition=edition, data=data)
        agenda.add_room(actor=keeper, edition=edition, names={"en": "Hall"})
        decisions.add_decision(actor=keeper, edition=edition, texts={"en": "To meet again"})
        begins = now().replace(hour=9, minute=0)
        session = agenda.SessionData({"en": "Opening"}, begins, begins.replace(hour=10))
        return agenda.add_session(actor=keeper, edition=edition, data=session)

    @cached_property
    def delegation(self) -> Delegation:
        """The own place comes to it."""
        (sent,) = delegations.invite_places(
            actor=self.actor("keeper"), edition=self.edition, places=[self.place], quota=3
        )
        return delegations.accept(actor=self.actor("officer"), delegation=sent, version=1)

    @cached_property
    def delegate(self) -> Member:
        """The head of the own delegation."""
        data = members.MemberData("Anna Petrova", today(), is_head=True)
        return members.name_member(
            actor=self.actor("officer"), delegation=self.delegation, data=data
        )

    @cached_property
    def timetables(self) -> Timetables:
        """A meeting of the two places there, in a draft and in a published timetable."""
        return Timetables(self)

    @cached_property
    def around(self) -> Around:
        """What there is around the meetings of the edition: a document, sessions that are proposed."""
        return Around(self)

    @cached_property
    def shortlist(self) -> Shortlist:
        """What the own place considers: its partner, and a town of the gazetteer; shared with its council."""
        assert self.place
        who: dict[str, Any] = {"actor": self.actor("officer")}
        made = shortlists.make(**who, place=self.place, title="Ports")
        for ref in (f"place:{self.partner.pk}", "geonames:2879139"):
            shortlists.add(**who, place=self.place, ref=ref, shortlist=made)
        until = today() + timedelta(days=20)
        return shortlists.share(**who, shortlist=made, version=3, until=until)

    def _promise(self) -> PromiseData:
        owners = (OwnerData(self.partner), OwnerData(self.place))
        return PromiseData({"en": "A school for each"}, owners, due=f"{today().year + 1}-05-31")

    @cached_property
    def offered_promise(self) -> Commitment:
        """What the partner proposes to the own place."""
        made = draft(actor=self.actor("partner"), place=self.partner, data=self._promise())
        return propose(
            actor=self.actor("partner"),
            place=self.partner,
            commitment=made,
            version=made.version,
            wants_public=True,
        )

    @cached_property
    def drafted_promise(self) -> Commitment:
        """What the own place has drafted."""
        return draft(actor=self.actor("officer"), place=self.place, data=self._promise())

    @cached_property
    def promise(self) -> Commitment:
        """What both have promised in public; the own place has begun, and the partner says that it is kept."""
        made = draft(actor=self.actor("partner"), place=self.partner, data=self._promise())
        for place in (self.partner, self.place):
            made.owners.filter(place=place).update(confirmed_at=now(), wants_public=True)
        made.state = State.PROPOSED
        bring_up_to_date(made)
        self.progress = add_progress(
            actor=self.actor("officer"),
            place=self.place,
            commitment=made,
            data=ProgressData(today(), {"en": "A school is found."}),
        )
        made.refresh_from_db()
        say(
            actor=self.actor("partner"),
            place=self.partner,
            commitment=made,
            version=made.version,
            data=StatementData(Kind.KEPT, today(), {"en": "Done."}),
        )
        return made
