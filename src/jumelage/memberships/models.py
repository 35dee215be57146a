"""Who acts for a place, an institution or a national association."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from jumelage.core.audit import Actor
from jumelage.core.clock import now
from jumelage.documents.models import Document
from jumelage.memberships.domain.domains import readable
from jumelage.memberships.domain.roles import Role
from jumelage.places.models import Place

ROLES = [
    (Role.HELPER, pgettext_lazy("role", "helper")),
    (Role.OFFICER, pgettext_lazy("role", "officer")),
    (Role.HEAD, pgettext_lazy("role", "head")),
]


class Institution(models.Model):
    """A museum, library, school, university, sports club, youth group or firm of a place."""

    KINDS = [
        ("museum", pgettext_lazy("kind of institution", "museum")),
        ("library", pgettext_lazy("kind of institution", "library")),
        ("school", pgettext_lazy("kind of institution", "school")),
        ("university", pgettext_lazy("kind of institution", "university")),
        ("sport", pgettext_lazy("kind of institution", "sports club")),
        ("youth", pgettext_lazy("kind of institution", "youth group")),
        ("culture", pgettext_lazy("kind of institution", "cultural institution")),
        ("business", pgettext_lazy("kind of institution", "firm or chamber")),
        ("society", pgettext_lazy("kind of institution", "twinning society")),
        ("other", pgettext_lazy("kind of institution", "other institution")),
    ]

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="institutions")
    kind = models.CharField(max_length=12, choices=KINDS)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="institution_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Association(models.Model):
    """A national association of municipalities: it keeps the register of its countries."""

    name = models.CharField(max_length=200, unique=True)
    url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AssociationCountry(models.Model):
    """A country whose register an association keeps (ISO 3166-1 alpha-2)."""

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "country"], name="association_country_once"
            )
        ]
        ordering = ["country"]

    def __str__(self) -> str:
        return self.country


class OfficialDomain(models.Model):
    """A domain of a place's authority: who has an e-mail address there works for it, so a keeper has found."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="official_domains")
    domain = models.CharField(max_length=253)  # as the network writes it: domain.domains.domain_of
    note = models.CharField(max_length=500, blank=True)  # where that is seen
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "domain"], name="official_domain_once")
        ]
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain

    @property
    def shown(self) -> str:
        """The domain with the letters that people write."""
        return readable(self.domain)


def kept_by(actor: Actor, *paths: str) -> Q:
    """Return the condition that a row is of a country whose register the actor keeps.

    ``paths`` lead from the row to the country (``place__country``). Platform staff and the operator keep all.
    """
    if actor.is_operator or actor.is_staff:
        return Q()
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{path}__in": actor.countries})
    return condition


_ONE_TARGET = (
    Q(place__isnull=False, institution__isnull=True, association__isnull=True)
    | Q(place__isnull=True, institution__isnull=False, association__isnull=True)
    | Q(place__isnull=True, institution__isnull=True, association__isnull=False)
)


class Target(models.Model):
    """For whom somebody acts: exactly one of the three."""

    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    association = models.ForeignKey(
        Association, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    role = models.CharField(max_length=10, choices=ROLES, default=Role.OFFICER)

    class Meta:
        abstract = True

    @property
    def target(self) -> Place | Institution | Association:
        """The place, the institution or the association."""
        found = self.place or self.institution or self.association
        if found is None:
            raise ValueError("a membership is for somebody")  # the database's constraint sees to it
        return found


class MembershipQuerySet(QuerySet["Membership"]):
    """Memberships, with who may look at which."""

    def kept_by(self, actor: Actor) -> "MembershipQuerySet":
        """Keep those of places and institutions of the countries that the actor keeps; of associations for staff."""
        return self.filter(kept_by(actor, "place__country", "institution__place__country"))

    def of_place(self, place_id: int) -> "MembershipQuerySet":
        """Keep those of a place, and of the institutions in it."""
        return self.filter(Q(place=place_id) | Q(institution__place=place_id))

    def active(self) -> "MembershipQuerySet":
        """Keep those that hold now."""
        return self.filter(state=Membership.ACTIVE)

    def waiting(self) -> "MembershipQuerySet":
        """Keep those that somebody has to decide, the oldest first."""
        return self.filter(state=Membership.APPLIED).order_by("applied_at", "id")


class Membership(Target):
    """A person acting for a place, an institution or an association, since an approval and until an end."""

    APPLIED, ACTIVE, DECLINED, ENDED = "applied", "active", "declined", "ended"
    STATES = [
        (APPLIED, pgettext_lazy("membership", "waits for approval")),
        (ACTIVE, pgettext_lazy("membership", "member")),
        (DECLINED, pgettext_lazy("membership", "declined")),
        (ENDED, pgettext_lazy("membership", "ended")),
    ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    function = models.CharField(max_length=200, blank=True)  # as the person words it
    state = models.CharField(max_length=10, choices=STATES, default=APPLIED)
    message = models.TextField(blank=True)  # why, to those who decide
    letter = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    domain_matches = models.BooleanField(
        default=False
    )  # the e-mail address is of the official domain
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="membership_one_target"),
            *(
                models.UniqueConstraint(
                    fields=["user", target],
                    condition=Q(state__in=["applied", "active"]),
                    name=f"membership_{target}_once",
                )
                for target in ("place", "institution", "association")
            ),
        ]
        indexes = [models.Index(fields=["state", "applied_at"], name="membership_waiting")]
        ordering = ["-applied_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.target}"


class InvitationQuerySet(QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> "InvitationQuerySet":
        """Keep those that can still be accepted."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now()
        )


class Invitation(Target):
    """An invitation by e-mail to act for somebody. Of the secret in its address only the hash is kept."""

    email = models.EmailField()
    language = models.CharField(max_length=12, default="en")
    message = models.TextField(blank=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=200)
    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=_ONE_TARGET, name="invitation_one_target")]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.email}: {self.role} of {self.target}"
