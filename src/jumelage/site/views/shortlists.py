"""A shortlist as those read it to whom an office gave its secret address, without signing in."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from jumelage.core.clock import today
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.paper import pdf_answer
from jumelage.partners.models import Shortlist
from jumelage.partners.paper import pdf_of
from jumelage.partners.shortlists.queries import compared
from jumelage.partners.shortlists.secrets import shortlist_with
from jumelage.partners.shortlists.words import own_figures, told

#: There is nothing any more.
GONE = 410
View = Callable[[HttpRequest, Shortlist, str], HttpResponse]


def _by_secret(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in whoever knows the secret; the address goes to no search engine and to no other page."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, secret: str) -> HttpResponse:
        found = shortlist_with(secret)
        if found is None:
            answer = render(request, "site/shortlist_over.html", status=404)
        elif not found.is_shared(today()):
            context = {"until": found.shared_until}
            answer = render(request, "site/shortlist_over.html", context, status=GONE)
        else:
            answer = view(request, found, secret)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return guarded


@_by_secret
def shared(request: HttpRequest, shortlist: Shortlist, secret: str) -> HttpResponse:
    """The list as a page."""
    return _page(request, shortlist, secret)


@_by_secret
def shared_pdf(request: HttpRequest, shortlist: Shortlist, secret: str) -> HttpResponse:
    """The list on paper; where no font has its letters, the page, which says so."""
    try:
        return pdf_answer(pdf_of(shortlist), f"shortlist-{shortlist.pk}.pdf")
    except RefusedError:
        return _page(request, shortlist, secret, has_no_pdf=True)


def _page(
    request: HttpRequest, shortlist: Shortlist, secret: str, *, has_no_pdf: bool = False
) -> HttpResponse:
    found = compared(shortlist)
    rows = told(found)
    context = {
        "shortlist": shortlist,
        "place": found.place,
        "rows": rows,
        "own": own_figures(found.place),
        "has_bonds": any(row.bond for row in rows),
        "secret": secret,
        "has_no_pdf": has_no_pdf,
    }
    return render(request, "site/shortlist.html", context, status=503 if has_no_pdf else 200)
