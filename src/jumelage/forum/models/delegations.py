"""Delegations: the people that one place sends to an edition. Of the people no more is kept than the forum needs."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.forum.domain.delegations import COMING, State
from jumelage.forum.models.editions import Edition, organised_by
from jumelage.places.models import Place


class DelegationQuerySet(QuerySet["Delegation"]):
    """Delegations, with who may see which."""

    def public(self) -> "DelegationQuerySet":
        """Keep those of which everybody reads: approved, of a public edition."""
        return self.filter(state=State.APPROVED).exclude(edition__state=Edition.DRAFT)

    def visible_to(self, actor: Actor) -> "DelegationQuerySet":
        """Keep those of own places, and of editions that the actor organises; staff see all."""
        if actor.is_operator or actor.is_staff:
            return self
        return self.filter(Q(place__in=actor.places) | organised_by(actor, "edition__"))


class Delegation(models.Model):
    """A place at an edition, from the invitation on."""

    STATES = [
        (State.INVITED, pgettext_lazy("delegation", "invited")),
        (State.ACCEPTED, pgettext_lazy("delegation", "accepted")),
        (State.APPROVED, pgettext_lazy("delegation", "approved")),
        (State.DECLINED, pgettext_lazy("delegation", "declined")),
        (State.WITHDRAWN, pgettext_lazy("delegation", "withdrawn")),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="delegations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="delegations")
    state = models.CharField(max_length=10, choices=STATES, default=State.INVITED)
    quota = models.PositiveSmallIntegerField()  # so many people at most
    message = models.TextField(blank=True)  # of the organisers
    answer = models.TextField(blank=True)  # of the place
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="delegation_once"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="delegation_quota"),
        ]
        indexes = [models.Index(fields=["edition", "state"], name="delegation_by_state")]
        ordering = ["place__country", "place__name", "id"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.place}"

    @property
    def is_coming(self) -> bool:
        """Whether the place has said that it comes, so that its people are named."""
        return self.state in COMING


class MemberQuerySet(QuerySet["Member"]):
    """Members of delegations."""

    def coming(self) -> "MemberQuerySet":
        """Keep those who come: not replaced, not removed."""
        return self.filter(left_at__isnull=True)


class Member(models.Model):
    """Somebody in a delegation, who agreed to be named to the organisers. Erasing leaves the row, nameless."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    needs = models.TextField(blank=True)  # diet, step-free ways …
    arrives_on = models.DateField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True)
    consent_on = models.DateField(null=True, blank=True)  # to be named to the organisers
    is_public = models.BooleanField(default=False)  # agreed to be named on the public page too
    is_head = models.BooleanField(default=False)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    badge = models.PositiveSmallIntegerField(default=1)  # the how manieth: a lost one is void
    named_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)  # replaced, or does not come
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | Q(consent_on__isnull=False),
                name="member_by_consent",
            ),
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(is_head=True, left_at__isnull=True),
                name="delegation_one_head",
            ),
        ]
        ordering = ["-is_head", "name", "id"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name, or a word in its place where it was erased."""
        return gettext("erased") if self.erased_at else self.name
