"""Answers that are files: streamed, with a name."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from jumelage.core.clock import today


def file_response(pieces: Iterable[str], name: str, format: str) -> StreamingHttpResponse:
    """Return a file to download, streamed piece by piece, named with the day."""
    kinds = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
    response = StreamingHttpResponse(pieces, content_type=kinds[format])
    file_name = f"jumelage-{name}-{today().isoformat()}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
