"""What of rounds waits for an answer: of a place, beside its proposals; of an association, in its back office."""

from jumelage.core.audit import Actor
from jumelage.core.language import reader_language
from jumelage.partners.rounds.queries import pairs_for
from jumelage.partners.rounds.words import suggested_sentence
from jumelage.places.models import Place
from jumelage.workspace.agreements.lists import WaitingRow
from jumelage.workspace.rounds.common import address


def waiting_pairs(place: Place, actor: Actor) -> list[WaitingRow]:
    """Return the suggested partners that wait for an answer of a place."""
    return [
        WaitingRow(
            suggested_sentence(seen.other),
            address("round-pair", place.pk, seen.pair.pk),
            seen.other.place,
            seen.pair.round.offered_at or seen.pair.round.created_at,
        )
        for seen in pairs_for(actor, place.pk, reader_language())
        if seen.waits
    ]
