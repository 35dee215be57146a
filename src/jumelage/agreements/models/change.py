"""What happens to a tie that is in force: suspended, resumed, ended, renewed, changed in form."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import FORM_CHOICES, Claim, Tie


class Change(models.Model):
    """A change declared by one side, or by both: then it waits until the other side confirms it."""

    KINDS = [
        (ClaimKind.SUSPENDED, pgettext_lazy("change of a tie", "suspended")),
        (ClaimKind.RESUMED, pgettext_lazy("change of a tie", "resumed")),
        (ClaimKind.ENDED, pgettext_lazy("change of a tie", "ended")),
        (ClaimKind.RENEWED, pgettext_lazy("change of a tie", "renewed")),
        (ClaimKind.FORM_CHANGED, pgettext_lazy("change of a tie", "changed in form")),
    ]
    WAITING, DONE, DECLINED, WITHDRAWN = "waiting", "done", "declined", "withdrawn"
    STATES = [
        (WAITING, pgettext_lazy("state of a change", "waits for the other side")),
        (DONE, pgettext_lazy("state of a change", "declared")),
        (DECLINED, pgettext_lazy("state of a change", "declined by the other side")),
        (WITHDRAWN, pgettext_lazy("state of a change", "withdrawn")),
    ]

    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=KINDS)
    by = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    jointly = models.BooleanField(default=False)
    effective_on = models.DateField()
    until = models.DateField(
        null=True, blank=True
    )  # a suspension for a time; a renewal's new expiry
    form = models.CharField(max_length=12, choices=FORM_CHOICES, blank=True)
    reason = models.TextField()
    reason_is_public = models.BooleanField(default=False)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=STATES)
    answered_by = models.CharField(max_length=200, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tie", "kind"], condition=Q(state="waiting"), name="change_waits_once"
            )
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.tie}: {self.kind} {self.effective_on}"
