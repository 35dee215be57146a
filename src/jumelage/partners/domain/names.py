"""Names of places: how alike their letters are, and which names places have in common."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jumelage.places.domain.keys import fast_key

#: Names of so few letters are codes; names of so many places say nothing.
_SHORT, _COMMON = 3, 300
#: Bits that hold any letter.
_LETTER = 21


def told(key: str, names: Iterable[str]) -> list[str]:
    """Return the keys by which a place is known: its own first, then those of its other names but codes."""
    others = {fast_key(name) for name in names} - {key}
    return [key, *sorted(other for other in others if len(other) > _SHORT)]


def hash_of(key: str) -> int:
    """Return 64 bits that stand for a key, the same in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def trigrams(keys: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each name: its groups of three letters, rare ones weighing more."""
    lengths = np.array([len(key) + 2 for key in keys], dtype=np.int64)
    text = "".join(f"^{key}$" for key in keys)
    letters = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    owner = np.repeat(np.arange(len(keys)), lengths)
    first = np.flatnonzero(owner[:-2] == owner[2:]) if len(owner) > 2 else np.zeros(0, np.int64)
    grams = letters[first] << 2 * _LETTER | letters[first + 1] << _LETTER | letters[first + 2]
    _, column = np.unique(grams, return_inverse=True)
    number = int(column.max()) + 1 if len(column) else 0
    pairs = np.sort(owner[first] * max(1, number) + column.reshape(-1))
    once = pairs[np.diff(pairs, prepend=-1) > 0]  # several times faster than numpy's unique
    rows, column = np.divmod(once, max(1, number))
    weights = np.log(max(1, len(keys)) / np.maximum(np.bincount(column, minlength=number), 1))
    table = sparse.csr_matrix(
        (weights[column].astype(np.float32), (rows, column)), shape=(len(keys), number)
    )
    norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scale = sparse.diags((1.0 / np.maximum(norms, 1e-6)).astype(np.float32))
    return (scale @ table).tocsr()


def names_in_common(counts: NDArray[np.int32], hashes: NDArray[np.uint64]) -> sparse.csr_matrix:
    """Return a row for each place: its names in any language that other places have as well.

    A name weighs less the more places have it; one of hundreds says nothing.

    Args:
        counts: how many names each place has.
        hashes: of the names, place by place, none twice for a place.
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    _, column, having = np.unique(hashes, return_inverse=True, return_counts=True)
    column = column.reshape(-1)
    telling = (having > 1) & (having < _COMMON)
    kept = telling[column]
    renumbered = np.cumsum(telling) - 1
    weights = (1.0 / np.sqrt(having[column[kept]])).astype(np.float32)
    return sparse.csr_matrix(
        (weights, (owner[kept], renumbered[column[kept]])),
        shape=(len(counts), int(telling.sum())),
    )
