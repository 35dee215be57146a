"""The steps of a tie's life in few words, as tests take them."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.actions import changes, drafting, proposals, signing
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Agreement, Change, Proposal
from jumelage.core.audit import Actor
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from tests.factories import make_claim

TERMS = Terms("twinning", ("en", "ru"))
TEXT = proposals.ProposalText(
    "twinning", "Learn from each other’s harbours.", ["youth"], "Dear Bob"
)


@dataclass
class Life:
    """Two places, and an officer of each."""

    a: Place
    b: Place
    anna: Actor
    bob: Actor

    @property
    def tie(self) -> Tie:
        return Tie.objects.select_related("place_a", "place_b").get()

    def side(self, name: str) -> dict:
        return (
            {"actor": self.anna, "place": self.a}
            if name == "a"
            else {"actor": self.bob, "place": self.b}
        )

    def propose(self, by: str = "a", **more) -> Proposal:
        other = self.b if by == "a" else self.a
        return proposals.propose(**self.side(by), addressee=other, **{"text": TEXT, **more})

    def accept(self, proposal: Proposal, by: str = "b", version: int = 1) -> Proposal:
        return proposals.accept(**self.side(by), proposal=proposal, version=version)

    def agreed(self) -> Proposal:
        return self.accept(self.propose())

    def in_force(self, **more) -> Tie:
        """Let the tie be in force, as a source says."""
        make_claim(self.a, self.b, "signed", **{"when": "1991", "form": "twinning", **more})
        return self.tie

    def start(self, by: str = "a", terms: Terms = TERMS, **more) -> Agreement:
        if not more:
            more = {"proposal": self.agreed()}
        return drafting.start_agreement(**self.side(by), terms=terms, **more)

    def sign(
        self, agreement: Agreement, by: str, on: date = date(2026, 5, 12), **more
    ) -> signing.Signature:
        last = agreement.drafts.last()
        names = {"a": ("Konstantin Shestakov", "Head of the city"), "b": ("Todd Gloria", "Mayor")}[
            by
        ]
        data = signing.SignatureData(*names, on, **more)
        return signing.sign(
            **self.side(by),
            agreement=agreement,
            draft=last.number,
            text_sha256=last.sha256,
            data=data,
        )

    def signed(self, **more) -> Agreement:
        agreement = self.start(**more)
        self.sign(agreement, "a")
        self.sign(agreement, "b", date(2026, 5, 14))
        agreement.refresh_from_db()
        return agreement

    def declare(self, kind: str, by: str = "a", on: date = date(2026, 6, 1), **more) -> Change:
        values = {"reason": "As the council wishes", **more}
        data = changes.ChangeData(kind, on, **values)
        return changes.declare_change(**self.side(by), tie=self.tie, data=data)
