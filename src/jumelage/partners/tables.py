"""What suggestions need of the gazetteer, worked out once and kept in the data folder.

It is a cache: a folder of columns, each a file that is mapped into memory (data, never code). Its name says what it was
made from, so that another version of the gazetteer or of this code makes another one. It is written beside its place
and moved there when it is complete. The towns come first, the largest before the others: who needs only the larger
ones reads only the beginning of each file.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jumelage.partners.domain import coast, columns, landscape, names
from jumelage.partners.domain.columns import Columns, columns_of
from jumelage.partners.domain.facts import Facts, facts_of
from jumelage.partners.domain.landscape import Landscape, landscape_of
from jumelage.partners.domain.learner import Progress
from jumelage.partners.domain.names import hash_of
from jumelage.places.domain import sources
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.gazetteer_index import fingerprint
from jumelage.places.domain.kinds import Kind

#: To be raised when the files' layout changes.
SCHEMA = 1
#: What is in the files besides the gazetteer depends on these.
_CODE = (
    *(Path(str(module.__file__)) for module in (columns, coast, landscape, names)),
    coast.FILE,
)
_KINDS = tuple(Kind)
#: Columns that are kept as they are.
_PLAIN = (
    "country", "division", "kind", "lat", "lng", "population", "fame", "order", "order_in_division",
    "around", "most", "sea", "capital", "names", "hashes",
)  # fmt: skip
_LANDSCAPE = ("areas", "ends", "sizes", "points", "people")
_OTHERS = ("text", "text_ends", "keys", "exact_kind", "identifiers", "identified")


@cache
def version() -> str:
    """Return what stands for everything that the files are made from."""
    digest = hashlib.sha256(f"{SCHEMA} {fingerprint()} {np.dtype(np.int64).str}".encode())
    for path in _CODE:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def tables_folder(data_dir: Path) -> Path:
    """Return where the files of this version are, or will be."""
    return data_dir / "partners" / f"gazetteer-{version()}"


def open_tables(folder: Path) -> "Tables | None":
    """Open the files of a folder; None if they are not there, or not sound."""
    try:
        return Tables(folder)
    except (OSError, ValueError, EOFError):
        return None


def make_tables(folder: Path, progress: Progress) -> None:
    """Make the files in a process of its own, because it takes 600 MB, most of which a process would keep.

    Args:
        folder: where they shall be.
        progress: told the step, how much of it is done, and of how much (0: not known).

    Raises:
        OSError: they could not be made; the process has said why.
    """
    process = subprocess.Popen([*_COMMAND, str(folder)], stdout=subprocess.PIPE, text=True)  # noqa: S603 - itself
    with process:
        for line in process.stdout or ():
            step, done, of = line.split()
            progress(step, int(done), int(of))
    if process.returncode:
        raise OSError(f"{folder} could not be made: exit code {process.returncode}")


_COMMAND = (sys.executable, "-m", "jumelage.partners.tables")


def build_tables(folder: Path, entries: Iterable[Entry], progress: Progress) -> None:
    """Make the files from the gazetteer's entries, all or none; remove those of other versions.

    Args:
        folder: where they shall be.
        entries: cities, divisions and whatever else, of which villages of the postal file are left out.
        progress: told the step, how much of it is done, and of how much (0: not known).
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    known, identifiers = _read(entries, progress)
    progress("tables", 0, 1)
    arrays = _arrays(known, identifiers)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array, allow_pickle=False)
        for other in folder.parent.glob("gazetteer-*"):
            shutil.rmtree(other, ignore_errors=True)
        _move(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    progress("tables", 1, 1)


def _move(part: Path, folder: Path) -> None:
    try:
        part.rename(folder)
    except OSError:  # another process was faster
        if open_tables(folder) is None:
            raise


def _read(
    entries: Iterable[Entry], progress: Progress
) -> tuple[list[Facts], list[tuple[str, ...]]]:
    """Return towns, the largest first, then divisions; and the identifiers of each."""
    found: list[tuple[Facts, tuple[str, ...]]] = []
    for number, entry in enumerate(entries, start=1):
        if number % 10_000 == 0:
            progress("gazetteer", number, 0)
        if entry.level <= 2:
            found.append((facts_of(entry), tuple(f"{s}:{v}" for s, v in entry.identifiers)))
    found.sort(key=lambda row: (not row[0].is_settlement, -row[0].population))
    return [facts for facts, _ in found], [identifiers for _, identifiers in found]


def _arrays(known: list[Facts], identifiers: list[tuple[str, ...]]) -> dict[str, NDArray[Any]]:
    among = landscape_of(place for place in known if place.is_settlement)
    worked_out = columns_of(known, among)
    arrays: dict[str, NDArray[Any]] = {name: getattr(worked_out, name) for name in _PLAIN}
    arrays |= {f"landscape_{name}": getattr(among, name) for name in _LANDSCAPE}
    texts = ["\n".join((p.ref, p.name, *p.names)).encode() for p in known]
    arrays["text"] = _bytes(b"".join(texts))
    arrays["text_ends"] = np.cumsum([len(text) for text in texts], dtype=np.int64)
    arrays["keys"] = _bytes("\n".join(worked_out.keys).encode())
    kinds = [-1 if place.kind is None else _KINDS.index(place.kind) for place in known]
    arrays["exact_kind"] = np.array(kinds, dtype=np.int8)
    pairs = sorted(
        (hash_of(identifier), row) for row, found in enumerate(identifiers) for identifier in found
    )
    arrays["identifiers"] = np.array([key for key, _ in pairs], dtype=np.uint64)
    arrays["identified"] = np.array([row for _, row in pairs], dtype=np.int64)
    return arrays


def _bytes(text: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(text, dtype=np.uint8)


class Tables:
    """The gazetteer's places in columns, by row: towns by their size, then divisions."""

    def __init__(self, folder: Path) -> None:
        """Map the files.

        Raises:
            OSError: there are none.
            ValueError: they are not sound.
        """
        names = (*_PLAIN, *_OTHERS, *(f"landscape_{name}" for name in _LANDSCAPE))
        self._arrays: dict[str, NDArray[Any]] = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in names
        }
        self.population = self._arrays["population"]
        self.towns = int(np.count_nonzero(self._arrays["kind"] == 0))

    def __len__(self) -> int:
        return len(self.population)

    @property
    def facts(self) -> "StoredFacts":
        """What is known of each place."""
        return StoredFacts(self._arrays)

    def larger(self, least: int) -> int:
        """Return how many towns have at least so many inhabitants: the first rows."""
        people = self.population[: self.towns]
        return int(np.searchsorted(-people, -least, "right"))

    def columns(self, rows: NDArray[np.intp]) -> Columns:
        """Return the columns of some places."""
        first = int(rows.max()) + 1 if len(rows) else 0
        plain = {name: self._arrays[name][:first] for name in _PLAIN[:-1]}
        names = int(plain["names"].sum())
        keys = self._arrays["keys"].tobytes().decode().split("\n")
        beginning = Columns(
            facts=self.facts, keys=keys, hashes=self._arrays["hashes"][:names], **plain
        )
        return beginning.chosen(rows)

    def landscape(self) -> Landscape:
        """Return the settlements that places lie among."""
        return Landscape(*(self._arrays[f"landscape_{name}"] for name in _LANDSCAPE))

    def identified(self, identifiers: Sequence[str]) -> list[list[int]]:
        """Return the rows that have each of the identifiers (``geonames:2946447``)."""
        wanted = np.array([hash_of(text) for text in identifiers], dtype=np.uint64)
        known, rows = self._arrays["identifiers"], self._arrays["identified"]
        starts = np.searchsorted(known, wanted).tolist()
        ends = np.searchsorted(known, wanted, "right").tolist()
        return [rows[start:end].tolist() for start, end in zip(starts, ends, strict=True)]


class StoredFacts(Sequence[Facts]):
    """What is known of each place, read when it is asked for."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Remember the columns."""
        self._arrays = arrays

    def __len__(self) -> int:
        return len(self._arrays["country"])

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        row, ends = int(number), self._arrays["text_ends"]
        start = int(ends[row - 1]) if row else 0
        ref, name, *names = (
            self._arrays["text"][start : int(ends[row])].tobytes().decode().split("\n")
        )
        kind, lat = int(self._arrays["exact_kind"][row]), float(self._arrays["lat"][row])
        return Facts(
            ref,
            name,
            str(self._arrays["country"][row]),
            str(self._arrays["division"][row]),
            None if kind < 0 else _KINDS[kind],
            None if np.isnan(lat) else lat,
            None if np.isnan(lat) else float(self._arrays["lng"][row]),
            int(self._arrays["population"][row]),
            tuple(names),
            int(self._arrays["fame"][row]),
        )


def main(folder: Path) -> None:
    """Make the files, and tell how far that is: the step, what is done, and of how much, on a line each."""

    def tell(step: str, done: int, of: int) -> None:
        print(step, done, of, flush=True)

    build_tables(folder, sources.entries(regions=True), tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
