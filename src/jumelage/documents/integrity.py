"""Are the contents of documents there, and as they came? What ``jumelage check`` asks."""

from collections.abc import Iterator
from hashlib import file_digest

from jumelage.core.domain.refusals import Problem
from jumelage.documents.content import path_of
from jumelage.documents.models import Document


def check_documents() -> Iterator[Problem]:
    """Read every content that a document has, and yield those that are missing or different; each once."""
    rows = Document.objects.filter(removed_at__isnull=True).order_by("sha256", "pk")
    last = ""
    for document in rows.iterator():
        if document.sha256 == last:
            continue
        last = document.sha256
        name = f"document {document.pk}"
        try:
            with path_of(document.sha256).open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield Problem("content_missing", name, f"its content {document.sha256} is not there")
            continue
        if digest != document.sha256:
            yield Problem("content_changed", name, "its content is not what was uploaded")
