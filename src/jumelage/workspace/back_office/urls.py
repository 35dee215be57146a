"""The addresses of the back office."""

from django.urls import path

from jumelage.workspace.back_office import associations, domains, memberships, objections, views
from jumelage.workspace.guard import for_keepers

app_name = "back-office"
urlpatterns = [
    path("", views.home, name="home"),
    path("memberships/", memberships.memberships, name="memberships"),
    path("memberships/<int:number>/", memberships.membership, name="membership"),
    path("memberships/<int:number>/end/", memberships.end_membership, name="membership-end"),
    path("memberships/<int:number>/role/", memberships.change_role, name="membership-role"),
    path("domains/", domains.domains, name="domains"),
    path("domains/<int:number>/remove/", domains.remove, name="domain-remove"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:number>/decide/", objections.decide, name="objection-decide"),
    path("associations/", associations.associations, name="associations"),
    path("associations/save/", associations.save, name="association-save"),
    path("associations/<int:number>/invite/", associations.invite, name="association-invite"),
    path(
        "associations/invitations/<int:number>/withdraw/",
        associations.withdraw,
        name="association-invitation-withdraw",
    ),
    path(
        "associations/members/<int:number>/end/",
        associations.end_membership,
        name="association-member-end",
    ),
]

for pattern in urlpatterns:
    pattern.callback = for_keepers(pattern.callback)
