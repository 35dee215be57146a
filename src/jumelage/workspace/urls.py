"""The addresses of the workspace: each area names its own; those of a place begin with the place's number."""

from django.urls import include, path

from jumelage.workspace.agreements import urls as agreements
from jumelage.workspace.commitments import urls as commitments
from jumelage.workspace.contacts import urls as contacts
from jumelage.workspace.desk import urls as desk
from jumelage.workspace.forum import timetable_urls as timetables
from jumelage.workspace.forum import urls as forum
from jumelage.workspace.members import urls as members
from jumelage.workspace.portfolio import urls as portfolio
from jumelage.workspace.rounds import urls as rounds
from jumelage.workspace.shortlists import urls as shortlists
from jumelage.workspace.wishes import urls as wishes

app_name = "workspace"
urlpatterns = [
    path("", include(portfolio.urlpatterns)),
    path("", include(members.urlpatterns)),
    path("", include(desk.urlpatterns)),
    path("", include(agreements.urlpatterns)),
    path("", include(contacts.urlpatterns)),
    path("", include(commitments.urlpatterns)),
    path("", include(forum.urlpatterns)),
    path("", include(timetables.urlpatterns)),
    path("", include(rounds.urlpatterns)),
    path("", include(wishes.urlpatterns)),
    path("", include(shortlists.urlpatterns)),
]
