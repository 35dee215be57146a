"""Reading a full dump, however it is compressed and wherever it ends."""

import bz2
import gzip
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from jumelage.imports.adapters import wikidata_dump, wikidata_lines, wikidata_streams
from jumelage.imports.adapters.wikidata_dump import WikidataDump
from jumelage.imports.domain.statements import Remark, Statement, UnreadableSourceError
from tests.imports.wikidata.conftest import LANGUAGES, ON
from tests.imports.wikidata.entities import ENTITIES, dump, item, place, twin

PACK = {
    "json": lambda data: data,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def adapter(path, folder, **options):
    return WikidataDump(path, languages=LANGUAGES, staging=folder, on=ON, **options)


def padded(seed=1):
    """Entities enough to need many pieces: noise that does not compress stands between the real ones."""
    noise = random.Random(seed)  # noqa: S311 - no secret
    many = []
    for number, one in enumerate(ENTITIES):
        many.append(one)
        for part in range(4):
            words = noise.randbytes(20_000).hex()
            many.append(item(f"Q{10**6 + number * 10 + part}", {"en": words}))
    return many


def members(entities):
    """Return a dump in gzip members, as it is published."""
    lines = dump(entities).splitlines(keepends=True)
    return b"".join(gzip.compress(b"".join(lines[at : at + 4])) for at in range(0, len(lines), 4))


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    reader = adapter(None, folder, stream=io.BytesIO(dump()))
    return list(reader.read()), reader.digest()


@pytest.mark.parametrize("kind", PACK)
def test_every_format_says_the_same(kind, tmp_path, expected):
    # The name says nothing; the first bytes do.
    path = tmp_path / "dump"
    path.write_bytes(PACK[kind](dump()))
    reader = adapter(path, tmp_path / "staging")
    assert (list(reader.read()), reader.digest()) == expected


@pytest.mark.parametrize("kind", PACK)
def test_standard_input_says_the_same(kind, tmp_path, expected):
    code = (
        "from datetime import date; from pathlib import Path\n"
        "from jumelage.imports.adapters.wikidata_dump import WikidataDump\n"
        f"print(WikidataDump(None, languages={LANGUAGES!r}, staging=Path({str(tmp_path)!r}), "
        "on=date(2026, 1, 1)).digest())"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=PACK[kind](dump()), capture_output=True, check=True)
    assert done.stdout.decode().strip() == expected[1]


def test_the_digest_does_not_depend_on_the_order_but_on_the_content(tmp_path, expected):
    def digest(entities, name):
        stream = io.BytesIO(dump(entities))
        return adapter(None, tmp_path / name, stream=stream).digest()

    assert digest(ENTITIES[::-1], "reversed") == expected[1]
    assert digest(ENTITIES[:-1], "less") != expected[1]


@pytest.mark.parametrize("piece", [1, 7, 100, 5000])
def test_lines_are_whole_wherever_a_piece_ends(piece, tmp_path, expected, monkeypatch):
    monkeypatch.setattr(wikidata_streams, "_PIECE", piece)
    found = list(adapter(None, tmp_path, stream=io.BytesIO(dump())).read())
    assert found == expected[0]


@pytest.mark.parametrize("end", ["]", "\n]", "\n]\n\n", ",\n]\n"])
def test_the_end_of_the_list_may_stand_anywhere(end, tmp_path, expected):
    data = dump().rstrip(b"\n]") + end.encode()
    assert list(adapter(None, tmp_path, stream=io.BytesIO(data)).read()) == expected[0]


def test_lines_without_a_list_around_them_are_read(tmp_path, expected):
    data = "\n".join(map(json.dumps, ENTITIES)).encode()
    assert list(adapter(None, tmp_path, stream=io.BytesIO(data)).read()) == expected[0]


def test_a_line_that_is_no_json_is_reported_and_skipped(tmp_path, expected):
    data = dump().replace(b"[\n", b'[\n{"id":"Q5","claims":{"P190":[}},\n{"P190"\n', 1)
    found = list(adapter(None, tmp_path, stream=io.BytesIO(data)).read())
    assert [one.code for one in found[:2]] == ["unreadable", "unreadable"]
    assert "byte 2 " in found[0].message
    assert found[2:] == expected[0]


def test_a_reading_that_is_done_is_not_done_again(tmp_path, expected):
    path = tmp_path / "dump.gz"
    path.write_bytes(members(padded()))
    assert list(adapter(path, tmp_path).read()) == expected[0]
    # By now it could not be read, and need not be.
    data = path.read_bytes()
    path.write_bytes(data[: wikidata_dump._HEAD] + bytes(len(data) - wikidata_dump._HEAD))
    assert list(adapter(path, tmp_path).read()) == expected[0]


@pytest.mark.parametrize(
    "line",
    [
        b'"P190"' + b"[" * 100_000,
        b'{"id": "Q5", "P190": "\\ud800\xff"}',
        b'{"P190": 1e999999, "id": NaN}',
    ],
)
def test_hostile_lines_stop_nothing(line, tmp_path, expected):
    data = dump().replace(b"[\n", b"[\n" + line + b",\n", 1)
    found = list(adapter(None, tmp_path, stream=io.BytesIO(data)).read())
    assert [one for one in found if getattr(one, "code", "") != "unreadable"] == expected[0]


@pytest.mark.parametrize("kind", PACK)
def test_a_file_that_ends_too_early_yields_what_stands_before(kind, tmp_path, expected):
    many, path = padded(), tmp_path / "dump"
    whole = PACK[kind](dump(many))
    path.write_bytes(whole[: len(whole) * 3 // 5])
    found = list(adapter(path, tmp_path / "staging").read())
    assert isinstance(found[0], Remark)
    assert (found[0].code, found[0].used) == ("truncated", False)
    assert "byte" in found[0].message
    # Once it is whole, reading goes on, and nothing is missing or said twice.
    path.write_bytes(whole)
    assert list(adapter(path, tmp_path / "staging").read()) == expected[0]


@pytest.mark.parametrize("kind", ["gz", "bz2", "zst"])
def test_a_damaged_file_yields_what_stands_before(kind, tmp_path):
    many, path = padded(), tmp_path / "dump"
    whole = bytearray(PACK[kind](dump(many)))
    middle = len(whole) // 2
    whole[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(whole)
    found = list(adapter(path, tmp_path / "staging").read())
    assert found[0].code == "truncated"
    assert "damaged" in found[0].message


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"<html>404</html>", gzip.compress(b"PK", mtime=0), b"city1,country1\n"]
)
def test_what_is_no_dump_is_refused_with_the_reason(data, tmp_path):
    path = tmp_path / "dump"
    path.write_bytes(data)
    with pytest.raises(UnreadableSourceError, match="one entity a line"):
        list(adapter(path, tmp_path / "staging").read())


def test_a_file_that_is_not_there_is_refused_with_the_reason(tmp_path):
    with pytest.raises(UnreadableSourceError, match="cannot be read"):
        list(adapter(tmp_path / "none.gz", tmp_path / "staging").read())


def test_padding_behind_a_member_is_no_damage(tmp_path, expected):
    path = tmp_path / "dump.gz"
    path.write_bytes(members(ENTITIES) + b"\0" * 1000)
    assert list(adapter(path, tmp_path / "staging").read()) == expected[0]


KILLED = """
import time
from datetime import date
from pathlib import Path
from jumelage.imports.adapters import wikidata_dump
wikidata_dump._STRETCH = 300_000
reader = wikidata_dump.WikidataDump(
    Path({path!r}), languages={languages!r}, staging=Path({folder!r}), on=date(2026, 1, 1))
told = []
def tell(step, done, of):
    told.append(step)
    if len(told) == 4:
        print("now", flush=True)
        time.sleep(60)
list(reader.read(tell))
"""


def test_a_reading_that_was_killed_goes_on_behind_the_last_member(tmp_path, expected):
    path, folder = tmp_path / "dump.gz", tmp_path / "staging"
    path.write_bytes(members(padded()))
    code = KILLED.format(path=str(path), folder=str(folder), languages=LANGUAGES)
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"now\n"
        os.kill(child.pid, signal.SIGKILL)
    kept = wikidata_dump.Staging(
        folder / "wikidata-dump.sqlite", {"head": head_of(path), "languages": LANGUAGES}
    )
    restart = int(kept.get("restart_packed"))
    kept.close()
    assert restart > wikidata_dump._HEAD
    # What was read already is not read again: it is unreadable by now.
    data = bytearray(path.read_bytes())
    data[wikidata_dump._HEAD : restart] = b"\xff" * (restart - wikidata_dump._HEAD)
    path.write_bytes(data)
    assert list(adapter(path, folder).read()) == expected[0]


def head_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()[: wikidata_dump._HEAD]).hexdigest()


@pytest.mark.parametrize("gone", [False, True], ids=["as it should", "killed"])
def test_what_is_found_is_parsed_in_a_process_of_its_own(gone, tmp_path, expected, monkeypatch):
    monkeypatch.setattr(wikidata_lines, "_ALONE", 0)
    monkeypatch.setattr(wikidata_dump, "_STRETCH", 100_000)
    started = []

    class Started(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)
            if gone:
                self.kill()

    monkeypatch.setattr(wikidata_lines.subprocess, "Popen", Started)
    path = tmp_path / "dump.gz"
    path.write_bytes(members(padded()))
    reader = adapter(path, tmp_path, workers=2)
    assert (list(reader.read()), reader.digest()) == expected
    assert [process.poll() is not None for process in started] == [True]


def test_another_dump_or_other_languages_begin_anew(tmp_path):
    path = tmp_path / "dump.json"
    path.write_bytes(dump())
    first = adapter(path, tmp_path)
    list(first.read())
    other = WikidataDump(path, languages=("de",), staging=tmp_path, on=ON)
    names = {
        name.name for one in other.read() if isinstance(one, Statement) for name in one.first.names
    }
    assert names == {"Wladiwostok"}
    path.write_bytes(dump([place("Q1", {"en": "One"}, "Q30", twin("Q2"))]))
    assert sum(isinstance(one, Statement) for one in adapter(path, tmp_path).read()) == 1


def test_what_was_kept_can_be_forgotten(tmp_path):
    reader = adapter(None, tmp_path, stream=io.BytesIO(dump()))
    reader.digest()
    reader.forget()
    assert list(tmp_path.glob("*.sqlite*")) == []


def test_progress_is_told_in_bytes_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(wikidata_dump, "_STRETCH", 100_000)
    path, told = tmp_path / "dump.gz", []
    path.write_bytes(members(padded()))
    list(adapter(path, tmp_path).read(lambda *step: told.append(step)))
    size = path.stat().st_size
    done = [done for step, done, of in told if step == "dump" and of == size]
    assert done == sorted(done)
    assert len(done) > 3
    assert done[-1] == size
    assert told[-1][0] == "statements"
