"""Documents of an edition: for everybody, or for its delegations only."""

from django.db import models
from django.utils.translation import pgettext_lazy

from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from jumelage.forum.domain.texts import Said, in_language
from jumelage.forum.models.editions import Edition


class EditionDocument(models.Model):
    """A file that the organisers hand out. Its visibility is said here: the file itself belongs to no place."""

    EVERYBODY, DELEGATIONS = "everybody", "delegations"
    AUDIENCES = [
        (EVERYBODY, pgettext_lazy("readers of a document", "everybody")),
        (DELEGATIONS, pgettext_lazy("readers of a document", "delegations that come")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="forum_editions")
    titles = models.JSONField(default=dict)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default=DELEGATIONS)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "document"], name="edition_document_once")
        ]
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Said:
        """What it is called, for the reader."""
        return in_language(self.titles, reader_language())

    @property
    def address(self) -> str:
        """Where its content is read, by those who may."""
        return address_of(self.document)
