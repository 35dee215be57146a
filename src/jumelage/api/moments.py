"""``on`` and ``known`` of a question, and ties with their sources."""

from collections.abc import Iterable
from datetime import date

from ninja import Field, Schema

from jumelage.api.schemas import TieOut
from jumelage.ties.models import Tie
from jumelage.ties.queries import DatedTie, Moment, Turn, claims_by_tie, dated, sources_known


class MomentIn(Schema):
    """The moment asked about."""

    on: date | None = Field(None, description="As of this day (default: today)")
    known: date | None = Field(None, description="As known on this day (default: today)")

    def moment(self) -> Moment:
        """Return the moment."""
        return Moment.make(self.on, self.known)


def tie_records(ties: Iterable[Tie], moment: Moment, turn: Turn | None = None) -> list[TieOut]:
    """Return ties at a moment with the sources known by then."""
    return with_sources(dated(ties, moment, turn=turn, only_known=False), moment)


def with_sources(ties: list[DatedTie], moment: Moment) -> list[TieOut]:
    """Return the records of ties, each with its sources."""
    claims = claims_by_tie(tie.tie.pk for tie in ties)
    return [TieOut.of(tie, sources_known(claims[tie.tie.pk], moment)) for tie in ties]
