"""Measure how fast a full dump of Wikidata is read, against merely decompressing the same file.

    python -m benchmarks.dump [--megabytes 512] [--copies 8] [--folder FOLDER] [--formats gz,zst,bz2] [--rounds 3]

The dump is synthetic, of the shape of the real one: one entity a line, 19 kB on average, most of them articles and
people, compressed to a tenth; gzip in members, as it is published. 1 item in 120 has a population, 1 in 2000 has twin
towns (the real share is about 1 in 3000, so the figure is on the safe side). The compressed file is several copies,
one behind the other, which all three formats allow: what is done once shall not count as if it were done for every half
gigabyte.

Decompressing is timed with each decompressor of PyPI that is installed, into nothing, on both cores where it can; the
fastest is the measure. Reading is all of it: decompressing, searching, parsing, staging, and yielding the statements.
The goal is a ratio of at most 1.5. Rounds alternate, and the best of each counts, because other work on the machine
only ever adds time. It takes two cores that are idle: what is parsed on the second one counts as waiting otherwise.
"""

import argparse
import bz2
import gzip
import importlib
import itertools
import json
import os
import random
import resource
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import zstandard

from jumelage.imports.adapters.wikidata_dump import WikidataDump

Claim = dict[str, Any]
_SPOKEN = (
    "en de fr es it nl pl pt ru uk sv nb da fi cs sk hu ro bg sr hr sl el tr ar he fa hi bn ta te ml th vi id ms "
    "ja ko zh zh-hans zh-hant zh-cn zh-tw ca eu gl cy ga gd br af sq an ast az be bs eo et ka kk lt lv mk oc sw tl "
    "ur uz war ceb la lb nds nn pms sco sh simple tt vec vo yo zu min mg lmo io ia ht fy en-gb en-ca de-ch"
)
_LANGUAGES = _SPOKEN.split()
_ARTICLE, _PERSON, _POPULATED, _TWINNED = 0.45, 0.85, 1 / 120, 1 / 2000


class Shape:
    """Writes entities of the shape of Wikidata's."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "abcdefghijklmnoprstuvyz"
        self.words = [
            "".join(self.random.choices(letters, k=self.random.randint(3, 10))) for _ in range(5000)
        ]

    def text(self, words: int) -> str:
        """Return some words."""
        return " ".join(self.random.choices(self.words, k=words))

    def hexadecimal(self) -> str:
        """Return what looks like a hash."""
        return f"{self.random.getrandbits(160):040x}"

    def snak(self, prop: str, kind: str, value: Any) -> Claim:
        """Return a main snak."""
        types = {"wikibase-entityid": "wikibase-item", "string": "external-id"}
        value = {"value": value, "type": kind}
        return {
            "snaktype": "value", "property": prop, "datavalue": value,
            "datatype": types.get(kind, kind),
        }  # fmt: skip

    def item(self, number: int) -> tuple[str, Claim]:
        """Return the kind and value of a link to an item."""
        value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
        return "wikibase-entityid", value

    def time(self, year: int, precision: int = 11) -> tuple[str, Claim]:
        """Return the kind and value of a date."""
        return "time", {
            "time": f"+{year}-05-12T00:00:00Z", "timezone": 0, "before": 0, "after": 0,
            "precision": precision, "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
        }  # fmt: skip

    def claim(self, owner: int, snak: Claim, qualifiers: list[Claim] | None = None) -> Claim:
        """Return a statement with a reference."""
        guid = str(uuid.UUID(int=self.random.getrandbits(128), version=4)).upper()
        claim = {"mainsnak": snak, "type": "statement", "id": f"Q{owner}${guid}", "rank": "normal"}
        if qualifiers:
            claim["qualifiers"] = {
                one["property"]: [{**one, "hash": self.hexadecimal()}] for one in qualifiers
            }
            claim["qualifiers-order"] = [one["property"] for one in qualifiers]
        if self.random.random() < 0.7:
            url = f"https://www.example.org/{self.random.choice(self.words)}/{owner}"
            snaks = {
                "P248": [self.snak("P248", *self.item(self.random.randint(1000, 9000)))],
                "P854": [self.snak("P854", "string", url)],
                "P813": [self.snak("P813", *self.time(2020))],
            }
            claim["references"] = [
                {"hash": self.hexadecimal(), "snaks": snaks, "snaks-order": list(snaks)}
            ]
        return claim

    def entity(self, number: int, languages: int, claims: dict[str, list[Claim]]) -> Claim:
        """Return an item with names in so many languages."""
        name = self.text(3)
        spoken = _LANGUAGES[:languages]
        what = self.text(4)
        return {
            "type": "item",
            "id": f"Q{number}",
            "labels": {code: {"language": code, "value": name} for code in spoken},
            "descriptions": {code: {"language": code, "value": what} for code in spoken},
            "aliases": {
                code: [{"language": code, "value": self.text(2)}] for code in spoken[: languages // 3]
            },
            "claims": claims,
            "sitelinks": {
                f"{code}wiki": {"site": f"{code}wiki", "title": name, "badges": []}
                for code in spoken[: languages // 2]
            },
            "pageid": number + 100, "ns": 0, "title": f"Q{number}", "lastrevid": number * 17,
            "modified": "2026-01-05T12:34:56Z",
        }  # fmt: skip

    def common(self, number: int) -> Claim:
        """Return an article, a person or something else."""
        pick = self.random.random()
        claims: dict[str, list[Claim]] = {}
        if pick < _ARTICLE:
            props, languages, many = ("P2093", "P2860", "P50", "P356", "P698", "P1476"), 12, 10
        elif pick < _PERSON:
            props, languages, many = ("P31", "P21", "P106", "P214", "P569", "P735"), 30, 3
        else:
            props, languages, many = ("P31", "P17", "P131", "P625", "P1566", "P361"), 20, 1
        for prop in props:
            claims[prop] = [
                self.claim(number, self.snak(prop, *self.item(self.random.randint(1, 10**8))))
                for _ in range(self.random.randint(1, many))
            ]
        return self.entity(number, languages, claims)

    def place(self, number: int, twins: list[int]) -> Claim:
        """Return a populated place, with twin towns."""
        snak, claims = self.snak, {}
        where = {
            "latitude": self.random.uniform(-60, 70), "longitude": self.random.uniform(-180, 180),
            "altitude": None, "precision": 0.0001, "globe": "http://www.wikidata.org/entity/Q2",
        }  # fmt: skip
        claims["P31"] = [self.claim(number, snak("P31", *self.item(515)))]
        claims["P17"] = [self.claim(number, snak("P17", *self.item(30 + number % 5)))]
        claims["P625"] = [self.claim(number, snak("P625", "globecoordinate", where))]
        claims["P1566"] = [self.claim(number, snak("P1566", "string", str(number + 5)))]
        claims["P1082"] = [
            self.claim(
                number,
                snak("P1082", "quantity", {"amount": f"+{number % 10**6}", "unit": "1"}),
                [snak("P585", *self.time(year, 9))],
            )
            for year in range(2000, 2020, 1 if twins else 4)
        ]
        if twins:
            claims["P190"] = [
                self.claim(
                    number,
                    snak("P190", *self.item(twin)),
                    [snak("P580", *self.time(1950 + twin % 70))] if twin % 2 else None,
                )
                for twin in twins
            ]
        return self.entity(number, 90 if twins else 40, claims)

    def country(self, number: int) -> Claim:
        """Return a country."""
        code = ["US", "CA", "NO", "IE", "HU"][number % 5]
        claims = {"P297": [self.claim(number, self.snak("P297", "string", code))]}
        return self.entity(number, 90, claims)


def lines(size: int, seed: int = 7) -> Iterator[bytes]:
    """Yield the lines of a dump of at least so many bytes."""
    shape, written, number, twinned = Shape(seed), 2, 30, list(range(10**6, 10**6 + 40))
    yield b"[\n"
    while written < size:
        pick = shape.random.random()
        if number < 35:
            entity = shape.country(number)
        elif pick < _TWINNED:
            twins = [twin for twin in shape.random.sample(twinned, 8) if twin != number]
            entity = shape.place(number, twins)
            twinned.append(number)
        elif pick < _TWINNED + _POPULATED:
            entity = shape.place(number, [])
        else:
            entity = shape.common(number)
        line = json.dumps(entity, ensure_ascii=True, separators=(",", ":")).encode()
        yield (b"" if written == 2 else b",\n") + line
        written += len(line) + 2
        number += 1
    yield b"\n]\n"


def write_dumps(folder: Path, megabytes: int, copies: int, formats: list[str]) -> dict[str, Path]:
    """Write the dump, plain and compressed, unless it is there; return the files by format."""
    plain = folder / f"dump-{megabytes}.json"
    if not plain.exists():
        with plain.open("wb") as file:
            file.writelines(lines(megabytes * 10**6))
    writers = {"gz": write_gzip, "zst": write_zstandard, "bz2": write_bzip2}
    found = {"json": plain}
    for name in set(formats) & writers.keys():
        once = plain.with_name(f"{plain.name}.{name}")
        if not once.exists():
            writers[name](plain, once)
        found[name] = plain.with_name(f"{plain.stem}x{copies}.json.{name}")
        if not found[name].exists():
            found[name].write_bytes(once.read_bytes() * copies)
    return found


def write_gzip(plain: Path, packed: Path) -> None:
    """Compress in members of 2000 lines."""
    with plain.open("rb") as source, packed.open("wb") as target:
        while batch := b"".join(itertools.islice(source, 2000)):
            target.write(gzip.compress(batch, 9))


def write_zstandard(plain: Path, packed: Path) -> None:
    """Compress in one frame."""
    with plain.open("rb") as source, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=10, threads=2).copy_stream(source, target)


def write_bzip2(plain: Path, packed: Path) -> None:
    """Compress in one stream."""
    with plain.open("rb") as source, bz2.open(packed, "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def drain(file: Any, size: int = 1 << 20) -> int:
    """Read to the end; return how many bytes that were."""
    total = 0
    while data := file.read(size):
        total += len(data)
    return total


def drain_isal(path: Path) -> int:
    """Decompress with ISA-L, without the file object around it."""
    igzip_lib = importlib.import_module("isal.igzip_lib")
    total, flag = 0, igzip_lib.DECOMP_GZIP
    with path.open("rb", buffering=0) as file:
        member = igzip_lib.IgzipDecompressor(flag=flag)
        while data := member.unused_data if member.eof else file.read(1 << 17):
            member = igzip_lib.IgzipDecompressor(flag=flag) if member.eof else member
            total += len(member.decompress(data, 1 << 19))
            while not member.eof and not member.needs_input:
                total += len(member.decompress(b"", 1 << 19))
            if member.eof and not member.unused_data:
                member = igzip_lib.IgzipDecompressor(flag=flag)
    return total


def decompressors(path: Path) -> dict[str, Callable[[], int]]:
    """Return what decompresses a file, by name: those that are installed."""
    cores = os.cpu_count() or 1

    def module(name: str) -> Any:
        return importlib.import_module(name)

    found: dict[str, dict[str, Callable[[], int]]] = {
        ".json": {"read": lambda: drain(path.open("rb", buffering=0), 1 << 22)},
        ".gz": {
            "isal.igzip_lib": lambda: drain_isal(path),
            "isal.igzip": lambda: drain(module("isal.igzip").open(path)),
            "isal.igzip_threaded": lambda: drain(module("isal.igzip_threaded").open(path)),
            "zlib_ng": lambda: drain(module("zlib_ng.gzip_ng").open(path)),
            "rapidgzip": lambda: drain(module("rapidgzip").open(str(path), parallelization=cores)),
        },
        ".zst": {
            "zstandard": lambda: drain(
                zstandard.ZstdDecompressor().stream_reader(
                    path.open("rb"), read_size=1 << 18, read_across_frames=True
                )
            ),
        },
        ".bz2": {
            "indexed_bzip2": lambda: drain(
                module("indexed_bzip2").open(str(path), parallelization=cores), 1 << 22
            ),
            "bz2": lambda: drain(bz2.BZ2File(path)),
        },
    }
    return found[path.suffix]


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    """Return the seconds that some work takes, those of the processor, and what it returns."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = work()
    return time.perf_counter() - clock, time.process_time() - processor, answer


def read_all(path: Path, folder: Path) -> int:
    """Read the dump as an import does; return how many statements it has."""
    shutil.rmtree(folder, ignore_errors=True)
    adapter = WikidataDump(path, languages=("en", "ru"), staging=folder, on=date(2026, 1, 1))
    return sum(1 for _ in adapter.read())


def measure(path: Path, size: int, rounds: int, folder: Path) -> None:
    """Print how long decompressing takes, how long reading takes, and the ratio."""
    best: dict[str, tuple[float, float]] = {}
    works = {**decompressors(path), "jumelage": lambda: read_all(path, folder / "staging")}
    for _ in range(rounds):
        for name, work in works.items():
            try:
                seconds, processor, _ = timed(work)
            except ImportError:
                continue
            best[name] = min(best.get(name, (seconds, processor)), (seconds, processor))
    ours = best.pop("jumelage")
    for name, (seconds, processor) in sorted(best.items(), key=lambda pair: pair[1]):
        print(
            f"  {name:20} {seconds:7.2f} s {size / seconds / 1e6:7.0f} MB/s {processor:7.2f} s of processor"
        )
    print(f"  {'read by jumelage':20} {ours[0]:7.2f} s {size / ours[0] / 1e6:7.0f} MB/s", end="")
    print(f" {ours[1]:7.2f} s of processor")
    print(f"  ratio {ours[0] / min(best.values())[0]:.2f} (goal: at most 1.50)")


def main() -> None:
    """Write, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--formats", default="gz,zst,bz2")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        formats = options.formats.split(",")
        found = write_dumps(folder, options.megabytes, options.copies, formats)
        for name in formats:
            size = found["json"].stat().st_size * (1 if name == "json" else options.copies)
            packed = found[name].stat().st_size
            print(f"{found[name].name}: {packed / 1e6:.0f} MB of {size / 1e6:.0f} MB of text")
            measure(found[name], size, options.rounds, Path(temporary))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of all this: {peak:.0f} MB")


if __name__ == "__main__":
    main()
