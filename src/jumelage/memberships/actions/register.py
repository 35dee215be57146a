"""What memberships rest on: official domains, institutions, associations and their countries, and platform staff."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jumelage.accounts.actions import open_account
from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.memberships.actions.shared import clean_text
from jumelage.memberships.domain.domains import DomainFault, domain_matches, domain_of
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import (
    Association,
    AssociationCountry,
    Institution,
    Membership,
    OfficialDomain,
)
from jumelage.memberships.permissions import (
    is_member,
    may_keep,
    require_keeper,
    require_operator,
    require_staff,
)
from jumelage.memberships.targets import capacity_of
from jumelage.places.domain.countries import is_country
from jumelage.places.models import Place


def _fault(fault: DomainFault) -> Problem:
    message = {
        DomainFault.FORM: _("This is no domain. Write it like muenster.de, or paste the website."),
        DomainFault.FREE: _(
            "Everybody can have an address there: it says nothing about an office."
        ),
        DomainFault.SHARED: _("Everybody can have a name below this one: write the office’s own."),
        DomainFault.MIXED: _(
            "Letters of two alphabets stand in one word: it looks like another domain, and is not."
        ),
    }[fault]
    return Problem(fault.value, "domain", message)


@atomic_action
def add_domain(*, actor: Actor, place: Place, domain: str, note: str = "") -> OfficialDomain:
    """Write down an official domain of a place: applications from its e-mail addresses are marked from now on.

    Args:
        actor: who keeps the country's register, or staff. Not the office itself: others approve by it.
        place: whose it is.
        domain: a domain, a website or an e-mail address.
        note: where that is seen.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it is none, or none of the place's own; or on record already.
    """
    require_keeper(actor, place.country)
    note = clean_text(note, "note", 500)
    found = domain_of(domain[:2000])
    if isinstance(found, DomainFault):
        raise RefusedError(_fault(found))
    row = OfficialDomain(place=place, domain=found, note=note, set_by=actor.label, set_at=now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        text = _("This domain is on record for the place.")
        raise RefusedError(Problem("present", "domain", text)) from error
    _mark_waiting(place)
    _note_of_place(actor, "add_domain", place, domain=found)
    return row


@atomic_action
def remove_domain(*, actor: Actor, domain: OfficialDomain) -> None:
    """Take an official domain of a place off the record. Who was approved by it stays a member.

    Raises:
        NotAllowedError: the actor may not.
    """
    place = domain.place
    require_keeper(actor, place.country)
    OfficialDomain.objects.filter(pk=domain.pk).delete()
    _mark_waiting(place)
    _note_of_place(actor, "remove_domain", place, domain=domain.domain)


def _mark_waiting(place: Place) -> None:
    """Say of applications that wait whether they come from an official domain, as it is now."""
    domains = list(OfficialDomain.objects.filter(place=place).values_list("domain", flat=True))
    waiting = Membership.objects.of_place(place.pk).waiting().select_related("user")
    for membership in waiting:
        matches = domain_matches(membership.user.email, domains)
        if matches != membership.domain_matches:
            membership.domain_matches = matches
            membership.save(update_fields=["domain_matches"])


@atomic_action
def add_institution(
    *, actor: Actor, place: Place, kind: str, name: str, url: str = ""
) -> Institution:
    """Put an institution of a place on record, so that people can act for it.

    Raises:
        NotAllowedError: the actor is no officer of the place, and does not keep its country's register.
        RefusedError: with every reason.
    """
    if not (is_member(actor, place.pk, Role.OFFICER) or may_keep(actor, place.country)):
        text = _("Only officers of this place may do this.")
        raise NotAllowedError(Problem("not_allowed", "", text))
    name, problems = clean_text(name, "name", 200), []
    if not name:
        problems.append(Problem("name", "name", _("Write down its name.")))
    if kind not in dict(Institution.KINDS):
        problems.append(Problem("kind", "kind", _("Choose what it is.")))
    if problem := _bad_url(url):
        problems.append(problem)
    if problems:
        raise RefusedError(*problems)
    institution = Institution(place=place, kind=kind, name=name, url=url.strip())
    try:
        with transaction.atomic():
            institution.save(force_insert=True)
    except IntegrityError as error:
        text = _("An institution of this name is on record for the place.")
        raise RefusedError(Problem("present", "name", text)) from error
    _note_of_place(actor, "add_institution", place, name=name)
    return institution


def _bad_url(url: str) -> Problem | None:
    url = url.strip()
    if url and (len(url) > 500 or not url.startswith(("https://", "http://")) or " " in url):
        return Problem("url", "url", _("Write the address of a website like https://example.org/."))
    return None


@atomic_action
def keep_association(
    *, actor: Actor, name: str, countries: Iterable[str] = (), url: str = ""
) -> Association:
    """Write down a national association and the countries whose registers it keeps; those it kept before are replaced.

    Raises:
        NotAllowedError: the actor is not of the staff.
        RefusedError: with every reason.
    """
    require_staff(actor)
    name, problems = clean_text(name, "name", 200), []
    codes = sorted({code.strip().upper() for code in countries if code.strip()})
    if not name:
        problems.append(Problem("name", "name", _("Write down its name.")))
    if unknown := [code for code in codes if not is_country(code)]:
        text = _("No country has this code: %(codes)s.") % {"codes": ", ".join(unknown)}
        problems.append(Problem("countries", "countries", text))
    if problem := _bad_url(url):
        problems.append(problem)
    if problems:
        raise RefusedError(*problems)
    association, _created = Association.objects.get_or_create(name=name)
    if url.strip():
        association.url = url.strip()
        association.save(update_fields=["url"])
    association.countries.exclude(country__in=codes).delete()
    for code in codes:
        AssociationCountry.objects.get_or_create(association=association, country=code)
    record(
        actor=actor,
        action="memberships.keep_association",
        target=f"association:{association.pk}",
        changes={"name": name, "countries": codes},
        registry=False,
    )
    return association


@atomic_action
def name_staff(*, actor: Actor, email: str, is_staff: bool, name: str = "") -> User:
    """Make a person platform staff, with an account if there is none; or no longer.

    Raises:
        NotAllowedError: the actor is not the operator.
        RefusedError: the address is none.
    """
    require_operator(actor)
    user, _created = open_account(email=email, name=name)
    user.is_staff = is_staff
    user.save(update_fields=["is_staff"])
    action = "add_staff" if is_staff else "remove_staff"
    record(actor=actor, action=f"memberships.{action}", target=f"user:{user.pk}", registry=False)
    return user


def _note_of_place(actor: Actor, action: str, place: Place, **changes: str) -> None:
    record(
        actor=actor,
        action=f"memberships.{action}",
        target=f"place:{place.pk}",
        changes=changes,
        acting_for=capacity_of(actor, place),
        places=[place.pk],
        registry=False,
    )
