"""Files that stand behind what is recorded: agreements, minutes, letters, pictures."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.places.models import Place


class DocumentQuerySet(QuerySet["Document"]):
    """Documents, with who may see which."""

    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Keep what the actor may see: what is public, of the own place, or shared with it."""
        rows = self.filter(removed_at__isnull=True)
        if actor.is_operator:
            return rows
        own = list(actor.places)
        shared = Document.readers.through.objects.filter(place_id__in=own).values("document_id")
        return rows.filter(
            Q(visibility=Document.PUBLIC)
            | Q(owner__in=own)
            | Q(visibility=Document.PARTIES, pk__in=shared)
        )


class Document(models.Model):
    """A file. Its content is kept once under its hash, and never changes."""

    PRIVATE, PARTIES, PUBLIC = "private", "parties", "public"
    VISIBILITIES = [
        (PRIVATE, pgettext_lazy("visibility", "own office only")),
        (PARTIES, pgettext_lazy("visibility", "both sides")),
        (PUBLIC, pgettext_lazy("visibility", "public")),
    ]

    owner = models.ForeignKey(  # none: a letter with which somebody applies
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    readers = models.ManyToManyField(Place, blank=True, related_name="+")
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=PRIVATE)
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=12, blank=True)
    uploaded_by = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.title
