"""Small real files for tests, kind ones and hostile ones."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from PIL import Image
from pypdf import PdfWriter


def pdf(words: str = "") -> bytes:
    """Return a PDF of one empty page; its title makes it differ from others."""
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    if words:
        writer.add_metadata({"/Title": words})
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def picture(format: str = "PNG", size: tuple[int, int] = (8, 6), **options) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, format, **options)
    return buffer.getvalue()


def archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("run.js", "alert(1)")
    return buffer.getvalue()


def shut(answer) -> None:
    """Close an answer with a file as a server does, but not the test's own connection to the database."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def uploaded(
    content: bytes | None = None, name: str = "minutes.pdf", declared: str = "application/pdf"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content, declared)
