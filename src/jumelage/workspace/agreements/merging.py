"""Two people wrote at once: what each changed is put together, and only where both changed the same is anybody asked.

Both texts followed the same draft. A part that one side alone changed is taken from that side; where both did, a
person chooses, part by part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jumelage.agreements.domain.texts import Clause, Text

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both changed. ``mine`` or ``theirs`` is ``None`` where that side took it out."""

    key: str
    mine: Clause | None
    theirs: Clause | None


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of it: the text, the parts that wait for a choice, and which were taken from whom."""

    text: Text
    clashes: Sequence[Clash]
    from_me: Sequence[str]
    from_them: Sequence[str]


def merge(base: Text, mine: Text, theirs: Text, choices: Mapping[str, str]) -> Merge:
    """Put two texts together that both followed ``base``. ``choices`` says ``mine`` or ``theirs`` by the part's key.

    Parts are the title (``title``), the preamble (``preamble``) and the clauses by their keys.
    """
    work = _Work(choices)
    versions = [_parts(text) for text in (base, mine, theirs)]
    keys = list(dict.fromkeys([*versions[2], *versions[1], *versions[0]]))
    chosen = {key: work.choose(key, *(parts.get(key) for parts in versions)) for key in keys}
    order = _order(*([one.key for one in text.clauses] for text in (base, mine, theirs)))
    clauses = [clause for key in order if (clause := chosen[key]) is not None]
    title, preamble = chosen["title"], chosen["preamble"]
    text = Text(title.title if title else {}, preamble.text if preamble else {}, clauses)
    return Merge(text, work.clashes, work.from_me, work.from_them)


def _parts(text: Text) -> dict[str, Clause]:
    parts = {
        "title": Clause("title", dict(text.title), {}),
        "preamble": Clause("preamble", {}, dict(text.preamble)),
    }
    return parts | {clause.key: clause for clause in text.clauses}


class _Work:
    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.clashes: list[Clash] = []
        self.from_me: list[str] = []
        self.from_them: list[str] = []

    def choose(
        self, key: str, base: Clause | None, mine: Clause | None, theirs: Clause | None
    ) -> Clause | None:
        """Return the version of a part that stands; where nobody has chosen yet, mine, and a clash is noted."""
        if _same(mine, theirs):
            return theirs
        if _same(mine, base):
            self.from_them.append(key)
            return theirs
        if _same(theirs, base):
            self.from_me.append(key)
            return mine
        choice = self.choices.get(key)
        if choice == THEIRS:
            return theirs
        if choice != MINE:
            self.clashes.append(Clash(key, mine, theirs))
        return mine


def _same(one: Clause | None, other: Clause | None) -> bool:
    """Whether two versions of a part say the same; spaces at the ends say nothing."""
    if one is None or other is None:
        return one is other

    def words(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: text.strip() for language, text in texts.items() if text.strip()}

    return (words(one.title), words(one.text)) == (words(other.title), words(other.text))


def _order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return the keys of all clauses, as who moved any has them (they, if both did); new ones after a neighbour."""
    both = set(base) & set(mine) & set(theirs)

    def common(keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key in both]

    i_moved_alone = common(theirs) == common(base) != common(mine)
    first, second = (mine, theirs) if i_moved_alone else (theirs, mine)
    order = list(first)
    for at, key in enumerate(second):
        if key not in order:
            before = next((one for one in reversed(second[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return order
