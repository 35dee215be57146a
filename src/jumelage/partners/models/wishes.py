"""What a place or an institution seeks, in words and in terms that a machine can compare."""

from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.memberships.models import Institution, kept_by
from jumelage.places.models import Place


class WishQuerySet(QuerySet["Wish"]):
    """Wishes, with who may look at which."""

    def on_board(self, on: date) -> "WishQuerySet":
        """Keep those that everybody can read on a day: open, and not run out."""
        return self.filter(state=Wish.OPEN, until__gte=on)

    def ever_public(self) -> "WishQuerySet":
        """Keep those that are or were on the board: their pages stay."""
        return self.filter(opened_at__isnull=False)

    def of_actor(self, actor: Actor) -> "WishQuerySet":
        """Keep those of places and institutions for which the actor acts; the operator and staff see all."""
        if actor.is_operator or actor.is_staff:
            return self
        return self.filter(Q(place__in=actor.places) | Q(institution__in=actor.institutions))

    def kept_by(self, actor: Actor) -> "WishQuerySet":
        """Keep those of countries whose register the actor keeps."""
        return self.filter(kept_by(actor, "place__country"))


class Wish(models.Model):
    """A notice that a place, or an institution of it, seeks a partner. Its words are in :class:`WishText`."""

    DRAFT, OPEN, CLOSED = "draft", "open", "closed"
    STATES = [
        (DRAFT, pgettext_lazy("wish", "draft")),
        (OPEN, pgettext_lazy("wish", "open")),
        (CLOSED, pgettext_lazy("wish", "closed")),
    ]
    FOUND, WITHDRAWN, EXPIRED = "found", "withdrawn", "expired"
    CLOSINGS = [
        (FOUND, pgettext_lazy("wish closed because", "a partner was found")),
        (WITHDRAWN, pgettext_lazy("wish closed because", "withdrawn")),
        (EXPIRED, pgettext_lazy("wish closed because", "its time is over")),
    ]

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="wishes")
    institution = models.ForeignKey(  # of the place; none: the place itself seeks
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="wishes"
    )
    form = models.CharField(max_length=20, blank=True)  # of tie, ties.domain.terms.Form; empty: any
    interpreter = models.BooleanField(default=False)  # no language in common is needed
    any_kind = models.BooleanField(default=False)  # an institution of another kind may answer
    size_from = models.PositiveBigIntegerField(null=True, blank=True)  # inhabitants of the partner
    size_to = models.PositiveBigIntegerField(null=True, blank=True)
    km_from = models.PositiveIntegerField(null=True, blank=True)
    km_to = models.PositiveIntegerField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)  # how many partners are sought
    until = models.DateField()  # the last day on the board
    state = models.CharField(max_length=8, choices=STATES, default=DRAFT)
    closing = models.CharField(max_length=12, choices=CLOSINGS, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # that it runs out
    version = models.PositiveIntegerField(default=1)

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size_to__isnull=True)
                | Q(size_from__isnull=True)
                | Q(size_to__gte=F("size_from")),
                name="wish_size_order",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="wish_capacity"),
        ]
        indexes = [models.Index(fields=["state", "until"], name="wish_board")]
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class WishText(models.Model):
    """What a wish says in one language. One of them is the original."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    is_original = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "language"], name="wish_text_once"),
            models.UniqueConstraint(
                fields=["wish"], condition=Q(is_original=True), name="wish_one_original"
            ),
        ]
        ordering = ["-is_original", "language"]

    def __str__(self) -> str:
        return self.title


class WishTerm(models.Model):
    """One code of a wish: a theme, a kind of exchange, something offered or needed, a language, a country."""

    THEME, KIND, OFFER, NEED = "theme", "kind", "offer", "need"
    LANGUAGE, COUNTRY, NOT_COUNTRY = "language", "country", "not_country"
    ASPECTS = [
        (THEME, pgettext_lazy("aspect of a wish", "theme")),
        (KIND, pgettext_lazy("aspect of a wish", "kind of exchange")),
        (OFFER, pgettext_lazy("aspect of a wish", "offered")),
        (NEED, pgettext_lazy("aspect of a wish", "needed")),
        (LANGUAGE, pgettext_lazy("aspect of a wish", "language")),
        (COUNTRY, pgettext_lazy("aspect of a wish", "country sought")),
        (NOT_COUNTRY, pgettext_lazy("aspect of a wish", "country excluded")),
    ]

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="terms")
    aspect = models.CharField(max_length=12, choices=ASPECTS)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "aspect", "code"], name="wish_term_once")
        ]
        indexes = [models.Index(fields=["aspect", "code"], name="wish_by_term")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.aspect}:{self.code}"
