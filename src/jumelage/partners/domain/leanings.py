"""What whoever asks would rather have: the sliders beside a list of suggestions.

Each is added to the score of a candidate, in its units (logarithms of odds), so that the reasons of the model stay
what they are and what was wanted besides stands beside them. A slider moves every candidate by the amount times a
trait of it between 0 and 1, which does not depend on the other candidates: more of it never moves one that has more of
the trait below one that has less.
"""

from dataclasses import dataclass, fields

import numpy as np

from jumelage.partners.domain.asking import Asking, At, Values

#: What a slider at its end adds for a candidate that is wholly so: twenty times as likely, as a logarithm.
STRENGTH = 3.0
#: Kilometres at which a place is half near; inhabitants at which it is half small.
HALF_NEAR_KM, HALF_SMALL = 1_000.0, 30_000.0


@dataclass(frozen=True, slots=True)
class Leanings:
    """How much each is wanted: from −1 (the contrary) over 0 (all the same) to 1 (very much).

    ``similar``: of like size, standing and setting. ``complementary``: of the other setting or standing (the coast for
    those inland). ``near`` and ``far``: the kilometres. ``small``: few inhabitants.
    """

    similar: float = 0.0
    complementary: float = 0.0
    near: float = 0.0
    far: float = 0.0
    small: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is beyond the ends.

        Raises:
            ValueError: an amount is below −1 or above 1, or no number.
        """
        for field in fields(self):
            if not -1.0 <= getattr(self, field.name) <= 1.0:
                raise ValueError(f"{field.name} must be from -1 to 1")

    def amounts(self, asking: Asking, at: At) -> Values:
        """Return what is added to the score of each of the candidates."""
        likeness = _likeness(asking, at)
        km = np.exp(asking.distance(at)) - np.float32(3.0)
        nearness = np.exp2(-km / np.float32(HALF_NEAR_KM))
        smallness = 1.0 / (1.0 + 10.0 ** asking.places.size[at] / HALF_SMALL)
        total = (
            self.similar * likeness
            + self.complementary * _difference(asking, at)
            + self.near * nearness
            + self.far * (1.0 - nearness)
            + self.small * smallness
        )
        return np.asarray(STRENGTH * total, dtype=np.float32)


def _likeness(asking: Asking, at: At) -> Values:
    """Return how alike in size, order of size and distance from the sea (each to a power of ten) they are, 0 to 1."""
    places, mine = asking.places, asking.place
    apart = np.abs(places.size[at] - places.size[mine])
    apart = apart + np.abs(places.order[at] - places.order[mine]) / 3.0
    apart = apart + np.abs(places.coast[at] - places.coast[mine]) / 3.0
    found: Values = np.exp(-apart).astype(np.float32)
    return found


def _difference(asking: Asking, at: At) -> Values:
    """Return how much the setting differs: by the sea or not, beside a larger place or by itself, 0 to 1."""
    places, mine = asking.places, asking.place
    sea = np.abs(places.coast[at] - places.coast[mine]) / 4.0
    beside = np.abs(places.suburban[at] - places.suburban[mine]) / 2.0
    found: Values = np.clip(sea + beside, 0.0, 1.0).astype(np.float32)
    return found


NEUTRAL = Leanings()
