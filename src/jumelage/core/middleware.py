"""What every request passes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: PostgreSQL takes no text with this character, and no name, word or address has it.
NUL, INSTEAD = "\0", "\ufffd"


def without_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Replace NUL characters in addresses and their questions by one that is found nowhere either."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            request.path_info = request.path_info.replace(NUL, INSTEAD)
        if "%00" in request.META.get("QUERY_STRING", ""):
            asked = request.GET.copy()
            for name in asked:
                asked.setlist(name, [value.replace(NUL, INSTEAD) for value in asked.getlist(name)])
            request.GET = asked  # type: ignore[assignment]
        return get_response(request)

    return middleware
