"""Publications that say something about places and ties."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from jumelage.core.domain.dates import parse_date
from jumelage.sources.domain.authority import Authority


class Source(models.Model):
    """A publication: an agreement, council minutes, a municipality's page, a register, a list, the press."""

    AUTHORITIES = [
        (Authority.AGREEMENT, _("agreement")),
        (Authority.COUNCIL, _("council minutes")),
        (Authority.MUNICIPALITY, _("municipality’s page")),
        (Authority.REGISTER, _("national register")),
        (Authority.WIKIDATA, _("Wikidata")),
        (Authority.WIKIPEDIA, _("Wikipedia")),
        (Authority.PRESS, _("press")),
        (Authority.GAZETTEER, _("gazetteer")),
    ]

    key = models.SlugField(max_length=120, unique=True)
    authority = models.PositiveSmallIntegerField(choices=AUTHORITIES)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=12, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    published = models.CharField(max_length=40, blank=True)  # EDTF
    retrieved = models.DateField()
    said_on = models.DateField()  # derived: the last day of ``published``, else ``retrieved``
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def authority_enum(self) -> Authority:
        """The authority, to compare with others."""
        return Authority(self.authority)

    @property
    def authority_code(self) -> str:
        """The authority's name in files and addresses."""
        return Authority(self.authority).code


class ImportBatch(models.Model):
    """One run of an import that wrote something: what was read, what came of it, and what undoing it needs.

    What a batch brought in (places, names, identifiers, claims) refers to it. ``undo`` holds the rest: values that it
    changed, sources that it created, and how far its source's claims had been seen before.
    """

    adapter = models.CharField(max_length=40)
    file_name = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="batches")
    retrieved = models.DateField(null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200, default="operator")
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.adapter} {self.file_name}"


def day_said(published: str, retrieved: date) -> date:
    """Return the day on which a source speaks: the last day of its date, else the day it was retrieved."""
    if not published:
        return retrieved
    return min(parse_date(published).span.latest, retrieved)
