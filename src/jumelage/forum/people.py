"""Forgetting who was in a delegation: what happened stays, the people go."""

from django.db.models import QuerySet

from jumelage.core.clock import now
from jumelage.forum.domain.refs import MEMBER, ref
from jumelage.forum.models import Delegation, Member, MemberAbsence, Timetable

#: What of a person is emptied.
PERSONAL: dict[str, object] = {
    "name": "", "function": "", "languages": [], "needs": "", "arrives_on": None, "leaves_on": None,
    "consent_on": None, "is_public": False,
}  # fmt: skip


def empty(members: QuerySet[Member]) -> int:
    """Empty members that were not erased before; return how many. Call it inside an action, which records it."""
    going = members.filter(erased_at__isnull=True).order_by()
    empty_in_timetables(going)
    return members.filter(erased_at__isnull=True).update(**PERSONAL, erased_at=now())


def empty_in_timetables(members: QuerySet[Member]) -> None:
    """Take languages and absences of people out of what timetables were drawn from; their numbers stay."""
    people = set(members.order_by().values_list("pk", "delegation__edition"))
    MemberAbsence.objects.filter(member__in=[pk for pk, _edition in people]).delete()
    gone = {ref(MEMBER, pk) for pk, _edition in people}
    rows = Timetable.objects.filter(edition__in={edition for _pk, edition in people})
    for row in rows.only("forum"):
        kept = [
            person
            for item in row.forum.get("delegations", [])
            for person in item.get("people", [])
            if person["ref"] in gone and len(person) > 1
        ]
        for person in kept:
            reference = person["ref"]
            person.clear()
            person["ref"] = reference
        if kept:
            row.save(update_fields=["forum"])


def empty_members(delegation: Delegation) -> int:
    """Empty all members of a delegation that does not come; return how many."""
    moment = now()
    delegation.members.coming().update(left_at=moment, is_head=False)
    return empty(delegation.members.all())
