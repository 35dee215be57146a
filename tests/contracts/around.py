"""What a world has around the meetings of its edition: a document handed out, sessions that the own place proposes."""

from typing import TYPE_CHECKING

from jumelage.core.clock import today
from jumelage.forum.actions import calls, papers, placing
from tests.documents.files import pdf, uploaded

if TYPE_CHECKING:
    from tests.contracts.world import World


class Around:
    """All of it is made at once, before the trial begins."""

    def __init__(self, world: "World") -> None:
        keeper, edition = world.actor("keeper"), world.edition
        self.handed = papers.add_document(
            actor=keeper,
            edition=edition,
            titles={"en": "Map"},
            audience="delegations",
            file=uploaded(pdf(f"{world.name} map")),
        )
        calls.set_call(actor=keeper, edition=edition, version=0, data=calls.CallData(today()))
        self.proposed = self._propose(world, "Trams")
        made = self._propose(world, "Buses")
        self.accepted = placing.accept_proposal(actor=keeper, proposal=made, version=1)

    @staticmethod
    def _propose(world: "World", title: str) -> calls.SessionProposal:
        assert world.place
        return calls.propose_session(
            actor=world.actor("officer"),
            edition=world.edition,
            place=world.place,
            data=calls.ProposalData({"en": title}, 45, texts={"en": "How they came back"}),
        )
