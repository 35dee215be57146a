"""An agreement's PDF as an answer."""

from django.http import HttpResponse


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that is shown in the browser, and does and loads nothing there."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer
