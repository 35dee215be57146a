"""The bytes of documents: each content once, under its hash, in a folder that nothing serves as it is."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files import locks


def folder() -> Path:
    """Return the folder of all contents."""
    return Path(settings.JUMELAGE["DATA_DIR"]) / "documents"


def path_of(digest: str) -> Path:
    """Return where a content lies.

    Raises:
        ValueError: this is no SHA-256.
    """
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("no SHA-256")
    return folder() / digest[:2] / digest


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal digits."""
    return sha256(content).hexdigest()


def write(content: bytes) -> str:
    """Keep a content, whole or not at all, on the disk before this returns; return its hash."""
    digest = digest_of(content)
    path = path_of(digest)
    for parent in (folder(), path.parent):
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        os.utime(path)  # who sweeps sees that somebody wants it
        return digest
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)
    return digest


def _sync(place: Path) -> None:
    """See that the folder's own record of its files is on the disk too (where folders can be opened for that)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(place, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else delete contents, or look whether one is still there, until this ends."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder() / ".lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        yield


def kept() -> Iterator[Path]:
    """Yield all files in the folder of contents, unfinished ones too."""
    return (path for path in folder().glob("??/*") if path.is_file())
