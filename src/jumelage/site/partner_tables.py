"""The suggester that pages ask. What it needs of the gazetteer is made aside, so that no reader waits for it."""

from collections.abc import Sequence
from threading import Lock, Thread

import numpy as np

from jumelage.partners import suggesting
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.names import hash_of
from jumelage.partners.shortlists import candidates
from jumelage.partners.suggesting import Suggester
from jumelage.places.domain.keys import fast_key
from jumelage.places.models import Place

#: A reader is asked to come back after so many seconds.
COME_BACK = 3
_preparing = Lock()


class Tables:
    """The suggester, and its candidates by what names them."""

    def __init__(self, suggester: Suggester) -> None:
        """Take the suggester in."""
        self.suggester = suggester

    @property
    def facts(self) -> Sequence[Facts]:
        """What is known of each candidate."""
        return self.suggester.places.facts

    def called(self, name: str) -> list[int]:
        """Return the candidates that have a name in any language and script."""
        columns = self.suggester.places.columns
        at = np.flatnonzero(columns.hashes == np.uint64(hash_of(fast_key(name))))
        owners = np.searchsorted(np.cumsum(columns.names), at, "right")
        return [int(number) for number in owners]

    def number_of(self, ref: str) -> int | None:
        """Return the candidate that is named by ``place:12`` or ``geonames:2950159``; none if it is no candidate."""
        scheme, _colon, value = ref.partition(":")
        if scheme == "place":
            is_number = value.isascii() and value.isdigit() and len(value) < 18
            return self.suggester.numbers.get(int(value)) if is_number else None
        known = suggesting.tables()
        for row in known.identified([ref])[0]:
            facts = known.facts[row]
            same = (n for n in self.called(facts.name) if self.facts[n].ref == facts.ref)
            if (number := next(same, None)) is not None:
                return number
        return None


def tables_at_hand(place: Place | None = None) -> Tables | None:
    """Return the tables, which know ``place``; none while the gazetteer's are being made, which this begins."""
    is_ready = suggesting.is_ready()
    if not is_ready:
        _begin()
        is_ready = suggesting.is_ready()
    return Tables(suggesting.current(place=place, fresh=False)) if is_ready else None


def _begin() -> None:
    """Make what is needed of the gazetteer in a thread of its own, unless this process does already."""
    if not _preparing.locked():
        Thread(target=_prepare, name="partners", daemon=True).start()


def _prepare() -> None:
    with _preparing:
        suggesting.prepare()
        candidates.prepare()  # what is suggested is put on a list next
