"""Where a proposal stands, read from its rows."""

from jumelage.agreements.domain.proposals import Answer, Position, State, Version, position
from jumelage.agreements.models import Proposal


def position_of(proposal: Proposal) -> Position:
    """Return where a proposal stands; no query if its versions and answers were fetched with it.

    An answer by letter to which the side itself objects does not count.
    """
    versions = list(proposal.versions.all())
    numbers = {version.pk: version.number for version in versions}
    return position(
        (proposal.proposer_id, proposal.addressee_id),
        [Version(version.number, version.by_id) for version in versions],
        [
            Answer(numbers[answer.version_id], answer.by_id, State(answer.kind))
            for answer in proposal.answers.all()
            if answer.objected_at is None
        ],
    )
