"""Forms of documents: bringing one, and deciding who else sees it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.workspace.agreements.words import language_choices
from jumelage.workspace.form import DeskForm, line, one_of, text


class UploadForm(DeskForm):
    """A file, and what it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG or WebP, at most 20 MB. It is kept exactly as it is."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )
    title = line(
        label=_("What is it?"),
        help_text=_("“Agreement of 12 May 1993”. If it is empty, the file’s name stands."),
        max_length=300,
    )
    language = one_of([], radio=False, label=_("Language of the document"))
    visibility = one_of(
        [
            (Document.PRIVATE, _("Only our own office. You can show it to others later.")),
            (Document.PUBLIC, _("Everybody.")),
        ],
        label=_("Who may read it?"),
        initial=Document.PRIVATE,
    )

    def __init__(self, *args: Any, may_show: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [("", gettext("not stated")), *language_choices()[1:]]
        if not may_show:
            del self.fields["visibility"]


class ReasonForm(DeskForm):
    """Why a document is no longer shown, or removed."""

    reason = text(
        missing=_("Say why the document is no longer shown."),
        label=_("Why is it no longer shown?"),
        rows=2,
        max_length=2000,
    )


class ShareForm(DeskForm):
    """The partner places whose offices may read a document."""

    readers = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Partner places whose offices may read it"),
    )

    def __init__(self, *args: Any, partners: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(place.pk): place for place in partners}
        field: Any = self.fields["readers"]
        field.choices = [(key, place.local_name) for key, place in self.partners.items()]

    @property
    def chosen(self) -> list[Place]:
        """The places that were ticked."""
        return [self.partners[key] for key in self.cleaned_data["readers"]]
