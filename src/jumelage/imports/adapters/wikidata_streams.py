"""Compressed files as a stream of plain bytes.

What is fastest on PyPI was measured (``python -m benchmarks.dump``): ISA-L for gzip, libzstd for Zstandard,
indexed_bzip2 on all cores for bzip2. Pieces are small: then memory is used again while it is in the cache.
"""

import bz2
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

import zstandard
from isal import igzip_lib

try:
    import indexed_bzip2
except (
    ImportError
):  # There is no wheel for every platform; the standard library reads one core's worth.
    indexed_bzip2 = None

#: Bytes read from the file at once, and bytes of plain text handed on at once.
_READ, _PIECE = 1 << 17, 1 << 19
#: A window of Zstandard may be so large (``zstd --long=31``).
_WINDOW = 1 << 31
# Its stub takes the class for an object of itself.
_IsalError = cast("type[Exception]", igzip_lib.error)
_MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\x28\xb5\x2f\xfd": "zst"}


class BrokenArchiveError(Exception):
    """The file ends too early or is damaged; the message says where."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: bytes of the file before it, and bytes of plain text before it."""

    packed: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some plain text, how much of the file was read for it, and the last place where reading can begin anew."""

    data: bytes
    packed: int
    restart: Place


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Counting(io.RawIOBase):
    """A file that counts what is read of it, and gives back first what was read to look at it."""

    def __init__(self, file: _Readable, begin: bytes = b"", position: int = 0) -> None:
        super().__init__()
        self._file, self._begin = file, begin
        self.position = position

    def readable(self) -> bool:
        """It can be read."""
        return True

    def take(self, size: int) -> bytes:
        """Return so many bytes at most, none at the end. Nothing is copied, unlike with ``read``."""
        data = self._begin[:size] or self._file.read(size) or b""
        self._begin = self._begin[len(data) :]
        self.position += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the file goes at once."""
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def format_of(head: bytes) -> str:
    """Return ``gz``, ``bz2``, ``zst`` or, for anything else, ``json``, by the first bytes."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "json")


def pieces(
    raw: Counting, kind: str, start: Place, path: Path | None = None, workers: int = 1
) -> Iterator[Piece]:
    """Yield the plain text of a file that is read from ``start``, on so many cores where that can be shared.

    ``path`` is where the file is, if it is one.

    Raises:
        BrokenArchiveError: it ends too early, or is damaged.
    """
    readers: dict[str, Callable[[], Iterator[Piece]]] = {
        "gz": lambda: _gzip(raw, start),
        "bz2": lambda: _bzip2(raw, start, path, workers),
        "zst": lambda: _zstandard(raw, start),
        "json": lambda: _plain(raw),
    }
    try:
        yield from readers[kind]()
    except BrokenArchiveError:
        raise
    except (_IsalError, zstandard.ZstdError, ValueError, RuntimeError, EOFError, OSError) as e:
        text = f"the file is damaged or ends too early, near byte {raw.position} of it ({e})"
        raise BrokenArchiveError(text) from e


def _gzip(raw: Counting, start: Place) -> Iterator[Piece]:
    """Yield the plain text of gzip members.

    The dump is published as some two thousand of them, one behind the other, each beginning with a line
    (dumpwikibasejson.sh of operations/puppet); so each is a place to begin anew.
    """
    plain, restart, rest = start.plain, start, raw.take(_READ)
    while rest:
        member = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        data = rest
        while True:
            text = member.decompress(data, _PIECE)
            plain += len(text)
            if text:
                yield Piece(text, raw.position, restart)
            if member.eof:
                break
            data = raw.take(_READ) if member.needs_input else b""
            if not data and member.needs_input:
                raise BrokenArchiveError(f"the file ends too early, at byte {raw.position} of it")
        # Zeros may pad what stands behind a member.
        rest = member.unused_data.lstrip(b"\0")
        while not rest and (more := raw.take(_READ)):
            rest = more.lstrip(b"\0")
        restart = Place(raw.position - len(rest), plain)


def _zstandard(raw: Counting, start: Place) -> Iterator[Piece]:
    """Yield the plain text of Zstandard frames. Where the file ends too early is not noticed here."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    source = cast("BinaryIO", raw)
    reader = decompressor.stream_reader(source, read_size=_READ, read_across_frames=True)
    while text := reader.read(_PIECE):
        yield Piece(text, raw.position, start)


def _bzip2(raw: Counting, start: Place, path: Path | None, workers: int) -> Iterator[Piece]:
    """Yield the plain text of a bzip2 file.

    Many cores need a file in which they can seek; from standard input, one core of the standard library reads.
    """
    if indexed_bzip2 is None or path is None:
        with bz2.BZ2File(cast("BinaryIO", raw)) as file:
            while text := file.read(_PIECE):
                yield Piece(text, raw.position, start)
        return
    with indexed_bzip2.open(str(path), parallelization=workers) as file:
        while text := file.read(_PIECE):
            raw.position = file.tell_compressed() // 8
            yield Piece(text, raw.position, start)


def _plain(raw: Counting) -> Iterator[Piece]:
    while text := raw.take(_PIECE):
        place = Place(raw.position - len(text), raw.position - len(text))
        yield Piece(text, raw.position, place)
