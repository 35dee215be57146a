"""What a file may be: a PDF or a picture, whole, of a bearable size, with nothing in it that acts.

The bytes themselves are never changed: the hash of a signed paper means something only while it is that of the paper.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath

from jumelage.documents.domain.names import clean_name
from jumelage.documents.domain.pdf import pdf_faults
from jumelage.documents.domain.pictures import picture_faults

#: The largest file, in bytes.
LARGEST = 20 * 1024 * 1024
#: What a browser says that does not know.
_UNKNOWN = {"", "application/octet-stream", "binary/octet-stream"}
_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-pdf": "application/pdf",
}


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    NAME_DIFFERS = "name_differs"
    TYPE_DIFFERS = "type_differs"
    MORE_THAN_ONE = "more_than_one"
    PDF_BROKEN = "pdf_broken"
    PDF_LOCKED = "pdf_locked"
    PDF_SCRIPT = "pdf_script"
    PDF_LAUNCH = "pdf_launch"
    PDF_SENDS = "pdf_sends"
    PDF_FILES = "pdf_files"
    PDF_MEDIA = "pdf_media"
    PICTURE_BROKEN = "picture_broken"
    PICTURE_HUGE = "picture_huge"
    PICTURE_MOVES = "picture_moves"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its type, the endings of its name (the usual one first), how it begins."""

    content_type: str
    endings: tuple[str, ...]
    begins: Callable[[bytes], bool]


PDF = Kind("application/pdf", (".pdf",), lambda content: content.startswith(b"%PDF-"))
PNG = Kind("image/png", (".png",), lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"))
JPEG = Kind(
    "image/jpeg", (".jpg", ".jpeg", ".jpe"), lambda content: content.startswith(b"\xff\xd8\xff")
)
WEBP = Kind(
    "image/webp", (".webp",), lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP"
)
KINDS = (PDF, PNG, JPEG, WEBP)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its type, and its name without anything that could mislead."""

    content_type: str
    file_name: str


def check(content: bytes, name: str, declared: str = "") -> Checked | list[Fault]:
    """Return what a file is, or every reason for which it is not taken.

    Args:
        content: the file's bytes.
        name: the name it came with.
        declared: the type that the browser says it has; empty if it does not know.
    """
    if not content:
        return [Fault.EMPTY]
    if len(content) > LARGEST:
        return [Fault.TOO_LARGE]
    kind = kind_of(content)
    if kind is None:
        return [Fault.UNKNOWN_KIND]
    file_name = clean_name(name, kind.endings[0])
    faults = []
    if PurePosixPath(file_name).suffix.lower() not in kind.endings:
        faults.append(Fault.NAME_DIFFERS)
    if not _is_declared(kind, declared):
        faults.append(Fault.TYPE_DIFFERS)
    if _is_archive(content):
        faults.append(Fault.MORE_THAN_ONE)
    inside = pdf_faults(content) if kind is PDF else picture_faults(content, kind.content_type)
    faults += [Fault(fault) for fault in inside if Fault(fault) not in faults]
    return faults or Checked(kind.content_type, file_name)


def kind_of(content: bytes) -> Kind | None:
    """Return the kind of a file by how it begins; its name says nothing."""
    return next((kind for kind in KINDS if kind.begins(content)), None)


def _is_declared(kind: Kind, declared: str) -> bool:
    said = declared.partition(";")[0].strip().lower()
    return said in _UNKNOWN or _ALIASES.get(said, said) == kind.content_type


def _is_archive(content: bytes) -> bool:
    """Whether the file is a ZIP archive besides: such a file means one thing to one program, another to another."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
