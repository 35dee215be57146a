"""What every page's template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jumelage.core.language import reader_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the language, the other languages' addresses of this page, and its public address."""
    language = reader_language()
    path = request.get_full_path()
    rest = path[3:] if path[:4] in {f"/{code}/" for code, _ in settings.LANGUAGES} else None
    return {
        "page_language": language,
        "page_translations": [
            {"code": code, "name": name, "url": f"/{code}{rest}", "current": code == language}
            for code, name in settings.LANGUAGES
        ]
        if rest is not None
        else [],
        "page_base_url": settings.JUMELAGE["BASE_URL"],
        "page_path": request.path,
        "page_is_demonstration": settings.JUMELAGE["DEMO"],
    }
