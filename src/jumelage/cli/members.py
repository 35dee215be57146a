"""``jumelage members``: who acts for places, institutions and associations, and who is platform staff."""

from typing import TYPE_CHECKING, Annotated

import typer

from jumelage.cli.answers import Language, fail
from jumelage.cli.setup import ensure_database, messages

if TYPE_CHECKING:
    from jumelage.memberships.models import Membership
    from jumelage.memberships.targets import Target

members_app = typer.Typer(
    no_args_is_help=True,
    help="Say who acts for places and national associations, and who is staff.",
)
association_app = typer.Typer(no_args_is_help=True, help="National associations.")
staff_app = typer.Typer(no_args_is_help=True, help="Staff of the platform.")
members_app.add_typer(association_app, name="association")
members_app.add_typer(staff_app, name="staff")

PlaceOption = Annotated[
    str, typer.Option("--place", help="A place: a name in any script, or an identifier.")
]
AssociationOption = Annotated[str, typer.Option("--association", help="Name of an association.")]
InstitutionOption = Annotated[
    str, typer.Option("--institution", help="Name of an institution of the place given beside.")
]


def _target(place: str, institution: str, association: str) -> "Target":
    """Return for whom somebody acts, as the options say."""
    from jumelage.memberships.models import Association, Institution
    from jumelage.places.queries import find_places

    if bool(place) == bool(association):
        raise fail("say for whom: --place NAME or --association NAME")
    if association:
        found = Association.objects.filter(name__iexact=association).first()
        if found is None:
            raise fail(
                f"there is no association “{association}”; `members association list` shows them"
            )
        return found
    places = find_places(place, limit=3)
    if len(places) != 1:
        several = ", ".join(one.key for one in places)
        raise fail(
            f"several places are called “{place}”: {several}"
            if places
            else f"no place is called “{place}”"
        )
    if not institution:
        return places[0]
    there = Institution.objects.filter(place=places[0], name__iexact=institution).first()
    if there is None:
        raise fail(f"{places[0]} has no institution “{institution}” on record")
    return there


@members_app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The person’s e-mail address.")],
    place: PlaceOption = "",
    institution: InstitutionOption = "",
    association: AssociationOption = "",
    role: Annotated[str, typer.Option(help="helper, officer or head")] = "officer",
    name: Annotated[str, typer.Option(help="The person’s name, for a new account.")] = "",
    function: Annotated[str, typer.Option(help="What the person does there.")] = "",
    lang: Language = "en",
) -> None:
    """Let a person act for a place, an institution or an association, with an account if there is none."""
    ensure_database()
    from django.conf import settings

    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.memberships.actions import add_member

    target = _target(place, institution, association)
    try:
        membership, changed = add_member(
            actor=OPERATOR, email=email, target=target, role=role, name=name, function=function,
            language=lang,
        )  # fmt: skip
    except RefusedError as error:
        raise fail(str(error)) from error
    now = "acts now" if changed else "acted already"
    messages.print(f"{membership.user} {now} for {target} as {membership.role}", markup=False)
    messages.print(f"To sign in: {settings.JUMELAGE['BASE_URL']}/{lang}/sign-in/")


@members_app.command("end")
def end(
    email: Annotated[str, typer.Argument(help="The person’s e-mail address.")],
    place: PlaceOption = "",
    institution: InstitutionOption = "",
    association: AssociationOption = "",
    reason: Annotated[str, typer.Option(help="Why; the person is told.")] = "",
) -> None:
    """Let a person no longer act for a place, an institution or an association."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.memberships import actions
    from jumelage.memberships.models import Membership
    from jumelage.memberships.targets import memberships_in

    target = _target(place, institution, association)
    rows = memberships_in(target).filter(state=Membership.ACTIVE, user__email__iexact=email.strip())
    membership = rows.select_related("user").first()
    if membership is None:
        raise fail(f"{email} does not act for {target}")
    try:
        actions.end(actor=OPERATOR, membership=membership, reason=reason)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(f"{membership.user} no longer acts for {target}", markup=False)


@members_app.command("list")
def list_members(
    place: PlaceOption = "",
    country: Annotated[str, typer.Option(help="Only places of this country (a code).")] = "",
    waiting: Annotated[bool, typer.Option(help="Show applications that wait instead.")] = False,
) -> None:
    """List who acts for whom."""
    ensure_database()
    from django.db.models import Q

    from jumelage.memberships.models import Membership
    from jumelage.memberships.queries import with_targets

    rows = Membership.objects.filter(state=Membership.APPLIED if waiting else Membership.ACTIVE)
    if place:
        target = _target(place, "", "")
        rows = rows.filter(Q(place=target.pk) | Q(institution__place=target.pk))
    if country:
        code = country.upper()
        rows = rows.filter(Q(place__country=code) | Q(institution__place__country=code))
    found = list(with_targets(rows, "en").order_by("pk"))
    for membership in found:
        typer.echo(_line(membership))
    if not found:
        messages.print("Nobody yet: jumelage members add ADDRESS --place NAME")


def _line(membership: "Membership") -> str:
    target = membership.target
    key = getattr(target, "key", str(target))
    return f"{membership.user.email}\t{membership.user.name}\t{membership.role}\t{key}\t{membership.function}"


@association_app.command("add")
def add_association(
    name: str,
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country", help="Country whose register it keeps; may be given several times."
        ),
    ] = None,
    url: Annotated[str, typer.Option(help="Its website.")] = "",
) -> None:
    """Write an association down; the countries of one that is on record become those given."""
    ensure_database()
    from jumelage.cli.answers import country as code_of
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.memberships.actions import keep_association

    codes = [code_of(text) for text in country or []]
    try:
        association = keep_association(actor=OPERATOR, name=name, countries=codes, url=url)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(f"{association} keeps the register of: {', '.join(codes) or 'no country yet'}")


@association_app.command("list")
def list_associations() -> None:
    """List the associations with their countries and people."""
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.memberships.queries import associations_for

    found = list(associations_for(OPERATOR))
    for one in found:
        countries = ",".join(row.country for row in one.countries.all())
        people = ",".join(member.user.email for member in one.people)  # type: ignore[attr-defined]
        typer.echo(f"{one.name}\t{countries}\t{people}")
    if not found:
        messages.print("There are none yet: jumelage members association add NAME --country XX")


@staff_app.command("add")
def add_staff(
    email: Annotated[str, typer.Argument(help="The person’s e-mail address.")],
    name: Annotated[str, typer.Option(help="The person’s name, for a new account.")] = "",
) -> None:
    """Make a person platform staff: may do for all countries what associations do for theirs."""
    _name_staff(email, name, is_staff=True)


@staff_app.command("remove")
def remove_staff(
    email: Annotated[str, typer.Argument(help="The person’s e-mail address.")],
) -> None:
    """Take the rights of staff away; what was done stays on record."""
    from jumelage.accounts.queries import account_of

    ensure_database()
    if account_of(email) is None:
        raise fail(f"there is no account with the address “{email}”")
    _name_staff(email, "", is_staff=False)


def _name_staff(email: str, name: str, *, is_staff: bool) -> None:
    ensure_database()
    from jumelage.core.audit import OPERATOR
    from jumelage.core.domain.refusals import RefusedError
    from jumelage.memberships.actions import name_staff

    try:
        user = name_staff(actor=OPERATOR, email=email, is_staff=is_staff, name=name)
    except RefusedError as error:
        raise fail(str(error)) from error
    messages.print(f"{user.email} is {'platform staff' if is_staff else 'no platform staff'} now")


@staff_app.command("list")
def list_staff() -> None:
    """List the staff."""
    ensure_database()
    from jumelage.accounts.models import User

    found = list(User.objects.filter(is_staff=True, is_active=True).order_by("email"))
    for user in found:
        typer.echo(f"{user.email}\t{user.name}")
    if not found:
        messages.print("There is none yet: jumelage members staff add ADDRESS")
