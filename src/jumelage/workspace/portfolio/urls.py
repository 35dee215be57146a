"""The addresses of the portfolio, and of the calendar."""

from django.urls import path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_anybody_known, for_members
from jumelage.workspace.portfolio import calendar_views, views

_members = for_members(Role.HELPER)

urlpatterns = [
    path("", for_anybody_known(views.home), name="home"),
    path("<int:place>/", _members(views.portfolio), name="portfolio"),
    path("<int:place>/portfolio.csv", _members(views.download), name="portfolio-csv"),
    path("<int:place>/calendar/", _members(calendar_views.calendar), name="calendar"),
    path("<int:place>/calendar/address/", _members(calendar_views.make_feed), name="make-feed"),
    path(
        "<int:place>/calendar/address/drop/", _members(calendar_views.drop_feed), name="drop-feed"
    ),
    path("<int:place>/calendar/digest/", _members(calendar_views.set_digest), name="set-digest"),
    path("digest/<str:token>/", calendar_views.stop_digest, name="unsubscribe"),
]
#: Without a language: a calendar speaks that of its owner.
untranslated = [path("workspace/calendar/<str:secret>.ics", calendar_views.feed, name="feed")]
