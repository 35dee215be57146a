"""The addresses of the wishes of a place."""

from django.urls import path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_members_and_institutions
from jumelage.workspace.wishes import letters, views

_readers = for_members_and_institutions(Role.HELPER)
_officers = for_members_and_institutions(Role.OFFICER)

urlpatterns = [
    path("<int:place>/wishes/", _readers(views.listing), name="wishes"),
    path("<int:place>/wishes/new/", _officers(views.new), name="wish-new"),
    path("<int:place>/wishes/sent/", _officers(letters.sent), name="wishes-sent"),
    path(
        "<int:place>/wishes/sent/<int:number>/take-back/",
        _officers(letters.take_back),
        name="wish-message-take-back",
    ),
    path("<int:place>/wishes/write/", _officers(letters.write), name="wish-write"),
    path("<int:place>/wishes/mail/", _readers(views.choose_matches_mail), name="wishes-mail"),
    path(
        "<int:place>/wishes/messages/<int:number>/", _officers(letters.message), name="wish-message"
    ),
    path("<int:place>/wishes/<int:number>/", _readers(views.wish_page), name="wish"),
    path("<int:place>/wishes/<int:number>/edit/", _officers(views.edit), name="wish-edit"),
    path("<int:place>/wishes/<int:number>/act/", _officers(views.act), name="wish-act"),
    path("<int:place>/wishes/<int:number>/decline/", _officers(views.decline), name="wish-decline"),
]
