"""The documents of a place: its own and those shared with it; bringing one, showing it to others, removing it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel.lists import format_list
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.documents import actions
from jumelage.documents.models import Document
from jumelage.documents.permissions import may_show
from jumelage.documents.queries import documents_of, documents_shared_with
from jumelage.documents.serving import address_of
from jumelage.documents.uses import Use, uses_of
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.queries import with_places
from jumelage.workspace.agreements.common import acting, address, done, go
from jumelage.workspace.desk.document_forms import ReasonForm, ShareForm, UploadForm
from jumelage.workspace.form import sent
from jumelage.workspace.views.common import page_of, say_refusal, show_desk

#: So many documents stand on a page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list: where its content is, and what rests on it."""

    document: Document
    url: str
    uses: str


def rows_of(documents: Iterable[Document]) -> list[DocumentRow]:
    """Return documents as rows of a list."""
    listed = list(documents)
    uses = uses_of([document.pk for document in listed])
    return [
        DocumentRow(document, address_of(document), _say_uses(uses[document.pk]))
        for document in listed
    ]


def _say_uses(uses: Iterable[Use]) -> str:
    return ", ".join(dict.fromkeys(use.words for use in uses))


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents of the place and those shared with it; take a new one."""
    asked = acting(request)
    place, actor = asked.acting_place, asked.actor
    form = UploadForm(may_show=may_show(actor, place.pk), **sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept: list[Document] = []

        def keep() -> None:
            kept.append(
                actions.store(
                    actor=actor,
                    owner=place,
                    file=said["file"],
                    title=said["title"],
                    language=said["language"],
                    visibility=said.get("visibility") or Document.PRIVATE,
                )
            )

        if done(form, keep):
            return go(request, _("The document is kept."), "document", kept[0].pk)
    page = page_of(request, documents_of(actor, place), PAGE)
    context = {
        "form": form,
        "page": page,
        "query": "",
        "rows": rows_of(page.object_list),
        "shared": rows_of(documents_shared_with(actor, place)[:PAGE]),
    }
    status = 422 if form.errors else 200
    return show_desk(request, "workspace/desk/documents.html", context, status=status)


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document: what it is, who sees it, what rests on it."""
    return _page(request, _own(request, number))


def _page(
    request: HttpRequest,
    found: Document,
    *,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    uses = uses_of([found.pk])[found.pk]
    partners = _partners(acting(request).acting_place)
    readers = [str(place.pk) for place in found.readers.all()]
    names = official_names(reader_language())
    context = {
        "document": found,
        "url": address_of(found),
        "claims": _claims(uses),
        "other_uses": _say_uses(use for use in uses if not use.label.startswith("ties.")),
        "is_used": bool(uses),
        "readers": format_list(
            [place.local_name for place in found.readers.prefetch_related(names)],
            locale="en_GB" if reader_language() == "en" else reader_language(),
        ),
        "share_form": ShareForm(partners=partners, initial={"readers": readers}),
        "reason_form": reason or ReasonForm(),
    }
    return show_desk(request, "workspace/desk/document.html", context, status=status)


def _claims(uses: Iterable[Use]) -> list[tuple[Claim, bool]]:
    """Return the claims that rest on a document, with their ties, and whether it is an objection to them that does."""
    listed = list(uses)
    own = {use.number for use in listed if use.label == "ties.claim"}
    objections = [use.number for use in listed if use.label == "ties.objection"]
    objected = set(Objection.objects.filter(pk__in=objections).values_list("claim", flat=True))
    claims = Claim.objects.filter(pk__in=own | objected).in_bulk()
    of_ties = Tie.objects.filter(pk__in={claim.tie_id for claim in claims.values()})
    ties = with_places(of_ties, reader_language()).in_bulk()
    for claim in claims.values():
        claim.tie = ties[claim.tie_id]
    resting = [(number, False) for number in sorted(own)]
    resting += [(number, True) for number in sorted(objected)]
    return [(claims[number], is_objection) for number, is_objection in resting]


def _partners(place: Place) -> list[Place]:
    """Return the places with which a place has a tie, by name."""
    ties = Tie.objects.filter(Q(place_a=place) | Q(place_b=place))
    sides = Q(pk__in=ties.values("place_a")) | Q(pk__in=ties.values("place_b"))
    rows = Place.objects.filter(sides).exclude(pk=place.pk)
    found = rows.prefetch_related(official_names(reader_language()))
    return sorted(found, key=lambda partner: partner.local_name.casefold())


def _own(request: HttpRequest, number: int) -> Document:
    """Return a document of the acting place."""
    asked = acting(request)
    found = documents_of(asked.actor, asked.acting_place).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, number: int, said: str, act: Callable[[], object]) -> HttpResponse:
    """Do something with a document, and say what was done, or why not."""
    try:
        act()
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, "document", number))
    return go(request, said, "document", number)


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Show a document to everybody."""
    found, actor = _own(request, number), acting(request).actor
    said = _("Everybody may read the document now.")
    return _do(request, number, said, lambda: actions.publish(actor=actor, document=found))


@require_POST
def unpublish(request: HttpRequest, number: int) -> HttpResponse:
    """Take a document back from the public."""
    found, actor = _own(request, number), acting(request).actor
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason=form, status=422)
    reason = form.cleaned_data["reason"]
    said = _("The document is no longer public.")
    return _do(
        request,
        number,
        said,
        lambda: actions.unpublish(actor=actor, document=found, reason=reason),
    )


@require_POST
def share(request: HttpRequest, number: int) -> HttpResponse:
    """Decide which partner places read a document."""
    found, asked = _own(request, number), acting(request)
    form = ShareForm(request.POST, partners=_partners(asked.acting_place))
    if not form.is_valid():
        raise Http404
    readers = form.chosen
    said = _("It is kept who reads the document.")
    return _do(
        request,
        number,
        said,
        lambda: actions.share(actor=asked.actor, document=found, readers=readers),
    )


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a document."""
    found, actor = _own(request, number), acting(request).actor
    try:
        actions.remove(actor=actor, document=found)
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, "document", number))
    said = _("“%(title)s” was removed.") % {"title": found.title}
    return go(request, said, "documents")
