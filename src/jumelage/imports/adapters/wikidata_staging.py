"""What an import of Wikidata has read so far, on disk: it survives a kill, and memory does not grow with the source.

One SQLite file. Everything that belongs together (the items of a page and that the page is done; the items of a
stretch of a dump and its end) is written in one transaction, so what is there is either all of it or none.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jumelage.imports.domain.wikidata import (
    Item,
    Packed,
    as_bytes,
    is_qid,
    number_of,
    unpack,
)
from jumelage.imports.domain.wikidata_places import WELL_KNOWN, country_codes_of

#: Counts up whenever what is kept changes its form; what an older version kept is read anew.
_FORM = 1
_TABLES = """
create table if not exists items (qid integer primary key, data blob not null);
create table if not exists twins (qid integer primary key, data blob not null);
create table if not exists targets (qid integer primary key);
create table if not exists countries (qid integer primary key, code text not null);
create table if not exists wanted (step text, qid integer, primary key (step, qid)) without rowid;
create table if not exists redirects (qid integer primary key, target integer not null);
create table if not exists state (key text primary key, value text not null);
create table if not exists remarks (number integer primary key, code text not null, message text not null);
"""
_MODULUS = 2**256


class Staging:
    """Keeps items, and how far the reading is.

    ``settings`` is what the content depends on: if the file was written with others, it is emptied.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        # Autocommit: transactions begin and end where `transaction` says so.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + _TABLES)
        wanted = json.dumps({"form": _FORM, **settings}, sort_keys=True)
        if self.get("settings") != wanted:
            self.clear()
            self.put("settings", wanted)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def clear(self) -> None:
        """Forget everything but the settings."""
        with self.transaction():
            for table in (
                "items",
                "twins",
                "targets",
                "countries",
                "wanted",
                "redirects",
                "remarks",
            ):
                self._db.execute(f"delete from {table}")  # noqa: S608 - names from above
            self._db.execute("delete from state where key <> 'settings'")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that happens inside, or nothing."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def get(self, key: str) -> str:
        """Return what was put under a key; empty if nothing was."""
        row = self._db.execute("select value from state where key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def put(self, key: str, value: str) -> None:
        """Remember a word under a key."""
        self._db.execute("insert or replace into state values (?, ?)", (key, value))

    def add(self, items: Iterable[Packed]) -> None:
        """Keep items: their facts, their twin towns, and the code of those that are countries."""
        items = list(items)
        rows = [(item.number, item.facts) for item in items]
        self._db.executemany("insert or replace into items values (?, ?)", rows)
        self.add_twins(items)
        countries = [unpack(f"Q{one.number}", one.facts) for one in items if one.is_country]
        codes = {item.qid: country_codes_of(item) for item in countries}
        self.add_countries({qid: code for qid, code in codes.items() if code})

    def add_countries(self, codes: Mapping[str, str]) -> None:
        """Keep the codes of items that are countries."""
        rows = [(number_of(qid), code) for qid, code in codes.items()]
        self._db.executemany("insert or replace into countries values (?, ?)", rows)

    def add_twins(self, items: Iterable[Packed]) -> None:
        """Keep the twin towns of items, and remember whom they name."""
        for item in items:
            if item.twins:
                row = (item.number, item.twins)
                self._db.execute("insert or replace into twins values (?, ?)", row)
                named = [(number,) for number in item.named]
                self._db.executemany("insert or ignore into targets values (?)", named)

    def want(self, step: str, qids: Iterable[str]) -> None:
        """Remember that a step has yet to ask for these items."""
        rows = [(step, number_of(qid)) for qid in qids if is_qid(qid)]
        self._db.executemany("insert or ignore into wanted values (?, ?)", rows)

    def wanted(self, step: str, most: int) -> list[str]:
        """Return the first items that a step has yet to ask for, in the order of their numbers."""
        query = "select qid from wanted where step = ? order by qid limit ?"
        return [f"Q{number}" for (number,) in self._db.execute(query, (step, most))]

    def had(self, step: str, qids: Iterable[str]) -> None:
        """Remember that a step has asked for these items."""
        rows = [(step, number_of(qid)) for qid in qids]
        self._db.executemany("delete from wanted where step = ? and qid = ?", rows)

    def left(self, step: str) -> int:
        """Return how many items a step has yet to ask for."""
        query = "select count(*) from wanted where step = ?"
        return int(self._db.execute(query, (step,)).fetchone()[0])

    def redirect(self, qid: str, target: str) -> None:
        """Remember that an item was merged into another."""
        row = (number_of(qid), number_of(target))
        self._db.execute("insert or replace into redirects values (?, ?)", row)

    def drop_unnamed(self) -> None:
        """Forget the items that have no twin towns and are nobody's."""
        self._db.execute(
            "delete from items where qid not in (select qid from twins) "
            "and qid not in (select qid from targets)"
        )

    def find(self, qid: str) -> Item | None:
        """Return an item, or the one it was merged into, without its twin towns; nothing if it is not kept."""
        if not is_qid(qid):
            return None
        row = self._db.execute(
            "select qid, data from items where qid = "
            "coalesce((select target from redirects where qid = ?1), ?1)",
            (number_of(qid),),
        ).fetchone()
        return unpack(f"Q{row[0]}", row[1]) if row else None

    def holders(self) -> Iterator[Item]:
        """Yield the items that have twin towns, in the order of their numbers."""
        last = 0
        query = (
            "select twins.qid, coalesce(items.data, ?), twins.data from twins left join items "
            "on items.qid = twins.qid where twins.qid > ? order by twins.qid limit 500"
        )
        empty = as_bytes({"l": {}, "a": {}, "f": {}})
        # Page by page: what is done with an item may read and write here as well.
        while rows := self._db.execute(query, (empty, last)).fetchall():
            for number, data, twins in rows:
                yield unpack(f"Q{number}", data, twins)
            last = rows[-1][0]

    def count(self) -> int:
        """Return how many items have twin towns."""
        return int(self._db.execute("select count(*) from twins").fetchone()[0])

    def countries(self) -> dict[str, str]:
        """Return the codes of countries by item."""
        rows = self._db.execute("select qid, code from countries")
        return {**WELL_KNOWN, **{f"Q{number}": code for number, code in rows}}

    def remark(self, code: str, message: str) -> None:
        """Keep what a person should know about the reading itself."""
        self._db.execute("insert into remarks (code, message) values (?, ?)", (code, message))

    def forget_remarks(self, code: str) -> None:
        """Forget what was to be known under a code."""
        self._db.execute("delete from remarks where code = ?", (code,))

    def remarks(self) -> Sequence[tuple[str, str]]:
        """Return what was to be known about the reading, in order."""
        rows = self._db.execute("select code, message from remarks order by number")
        return [(code, message) for code, message in rows.fetchall()]

    def digest(self) -> str:
        """Return the SHA-256 that stands for all that is kept, whatever the order in which it was read."""
        total = 0
        for table in ("items", "twins"):
            query = f"select qid, data from {table}"  # noqa: S608 - names from above
            for number, data in self._db.execute(query):
                one = hashlib.sha256(f"{table} {number} ".encode() + data).digest()
                total = (total + int.from_bytes(one)) % _MODULUS
        return hashlib.sha256(total.to_bytes(32)).hexdigest()
