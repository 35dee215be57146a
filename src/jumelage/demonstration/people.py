"""Invented people who act for the invented towns, for an association and for the platform."""

from dataclasses import dataclass

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR, Actor
from jumelage.demonstration.towns import World
from jumelage.memberships.actions.members import add_member
from jumelage.memberships.actions.register import keep_association, name_staff
from jumelage.memberships.actors import actor_for
from jumelage.memberships.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: address, name, function, language, and for which town in which role."""

    email: str
    name: str
    function: str
    language: str
    town: str
    role: Role


PEOPLE = (
    Somebody("olga@olkhovsk.example", "Ольга Ветрова", "начальник отдела", "ru", "olkhovsk", Role.HEAD),
    Somebody("pavel@olkhovsk.example", "Павел Лугин", "специалист", "ru", "olkhovsk", Role.HELPER),
    Somebody("svetlana@svetlozersk.example", "Светлана Озерова", "заместитель главы", "ru", "svetlozersk", Role.HEAD),
    Somebody("ann@maple-harbor.example", "Ann Whitfield", "Director", "en", "maple-harbor", Role.HEAD),
    Somebody("ben@cedar-prairie.example", "Ben Okafor", "Sister cities coordinator", "en", "cedar-prairie", Role.HEAD),
    Somebody("lena@lindenau.example", "Lena Brandt", "Head of the office", "en", "lindenau-am-see", Role.HEAD),
)  # fmt: skip
KEEPER = ("marina@association.example", "Марина Соколова", "Association of the demonstration", "RU")
STAFF = ("staff@jumelage.example", "Staff of the demonstration")


def make_people(world: World) -> dict[str, Actor]:
    """Open the accounts; return who acts, by e-mail address."""
    for person in PEOPLE:
        add_member(
            actor=OPERATOR,
            email=person.email,
            target=world.places[person.town],
            role=person.role,
            name=person.name,
            function=person.function,
            language=person.language,
        )
    email, name, association, country = KEEPER
    kept = keep_association(actor=OPERATOR, name=association, countries=[country])
    add_member(
        actor=OPERATOR, email=email, target=kept, role=Role.HEAD, name=name, language="ru"
    )  # fmt: skip
    name_staff(actor=OPERATOR, email=STAFF[0], name=STAFF[1], is_staff=True)
    addresses = [person.email for person in PEOPLE] + [KEEPER[0], STAFF[0]]
    return {user.email: actor_for(user) for user in User.objects.filter(email__in=addresses)}


def sign_ins() -> list[tuple[str, str]]:
    """Return the addresses with which to sign in, and as whom."""
    rows = [
        (p.email, f"{p.name}, {p.role.value} of {p.town.replace('-', ' ').title()}") for p in PEOPLE
    ]
    rows.append((KEEPER[0], f"{KEEPER[1]}, keeps the register of {KEEPER[3]} for the association"))
    rows.append((STAFF[0], "platform staff"))
    return rows
