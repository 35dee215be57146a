"""The addresses of memberships: asking to act, invitations, the members of a place, and its trail."""

from django.urls import path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_anybody_known, for_members
from jumelage.workspace.members import applying, trail, views

_members = for_members(Role.HELPER)
_officers = for_members(Role.OFFICER)
_heads = for_members(Role.HEAD)

urlpatterns = [
    path("apply/", for_anybody_known(applying.apply), name="apply"),
    path("memberships/<int:number>/leave/", for_anybody_known(applying.leave), name="leave"),
    path("invitations/<str:secret>/", for_anybody_known(applying.invitation), name="invitation"),
    path("<int:place>/members/", _members(views.members), name="members"),
    path("<int:place>/members/invite/", _heads(views.invite_member), name="member-invite"),
    path("<int:place>/members/<int:number>/decide/", _heads(views.decide), name="member-decide"),
    path("<int:place>/members/<int:number>/role/", _heads(views.role), name="member-role"),
    path("<int:place>/members/<int:number>/remove/", _heads(views.remove), name="member-remove"),
    path(
        "<int:place>/members/invitations/<int:number>/withdraw/",
        _heads(views.withdraw),
        name="invitation-withdraw",
    ),
    path("<int:place>/members/institutions/", _officers(views.institution), name="institution-add"),
    path("<int:place>/trail/", _members(trail.trail), name="trail"),
    path("<int:place>/trail.csv", _members(trail.download), name="trail-csv"),
]
