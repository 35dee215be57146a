"""Documents of an edition at the desk of those who run it: handed out, called otherwise, taken back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.forum.actions import papers as actions
from jumelage.forum.models import EditionDocument
from jumelage.forum.papers import documents_of
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import one_of, sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.fields import TextsForm, texts_shown


class PaperForm(TextsForm):
    """What a document is called, and who reads it."""

    texts = {"titles": (gettext_lazy("What it is called"), "", 1)}
    audience = one_of(
        EditionDocument.AUDIENCES,
        missing=gettext_lazy("Say who may read it."),
        label=gettext_lazy("Who reads it"),
    )
    field_order: tuple[str, ...] = ("titles", "audience")


class NewPaperForm(PaperForm):
    """A document that is new here: also the file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG, JPEG or WebP, at most 20 MB."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    field_order = ("titles", "file", "audience")


def papers(request: HttpRequest, number: int) -> HttpResponse:
    """The documents of an edition, and one more."""
    edition = own_edition(acting(request), number)
    form = NewPaperForm(**sent(request), initial={"audience": EditionDocument.DELEGATIONS})

    def act() -> None:
        actions.add_document(
            actor=acting(request),
            edition=edition,
            file=form.cleaned_data["file"],
            titles=form.said("titles"),
            audience=form.cleaned_data["audience"],
        )

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("It is handed out."))
        return redirect("workspace:forum-documents", edition.pk)
    rows = documents_of(edition, for_everybody=False)
    return page(request, "papers", {"edition": edition, "rows": rows, "form": form})


def paper(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """Call a document otherwise, show it to others, or take it back."""
    edition = own_edition(acting(request), number)
    found = edition.documents.select_related("document", "edition").filter(pk=document).first()
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "remove":
        actions.remove_document(actor=acting(request), handed=found)
        messages.success(request, _("It is taken back."))
        return redirect("workspace:forum-documents", edition.pk)
    form = PaperForm(**sent(request), initial=_shown(found))

    def act() -> None:
        actions.change_document(
            actor=acting(request),
            handed=found,
            version=version_of(request.POST),
            titles=form.said("titles"),
            audience=form.cleaned_data["audience"],
        )

    refused = kept(form, act, _shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-documents", edition.pk)
    context = {"edition": edition, "handed": found, "form": form, "version": found.version}
    return page(request, "paper", context | refused)


def _shown(handed: EditionDocument) -> dict[str, str]:
    return texts_shown("titles", handed.titles) | {"audience": handed.audience}
