"""The addresses of rounds of matching: those of associations, and those of the places that take part."""

from django.urls import path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_keepers, for_members_and_institutions
from jumelage.workspace.rounds import drawing, entries, files, holding, places, results

_readers = for_members_and_institutions(Role.HELPER)
_officers = for_members_and_institutions(Role.OFFICER)

_kept = [
    path("rounds/", holding.kept_rounds, name="kept-rounds"),
    path("rounds/new/", holding.open_round, name="round-new"),  # ?after=
    path("rounds/<int:number>/", holding.kept_round, name="kept-round"),
    path("rounds/<int:number>/change/", holding.change_round, name="round-change"),
    path("rounds/<int:number>/wishes/", entries.entries, name="round-entries"),
    path("rounds/<int:number>/wishes/find/", entries.find, name="round-find"),
    path("rounds/<int:number>/wishes/<int:wish>/", results.wish, name="round-wish"),
    path("rounds/<int:number>/wishes/<int:wish>/out/", entries.take_out, name="round-take-out"),
    path("rounds/<int:number>/draw/", drawing.draw, name="round-draw"),
    path("rounds/<int:number>/drawings/<int:which>/", drawing.drawing, name="round-drawing"),
    path("rounds/<int:number>/drawings/<int:which>/stop/", drawing.stop, name="round-drawing-stop"),
    path("rounds/<int:number>/drawings/<int:which>/choose/", drawing.choose, name="round-drawing-choose"),
    path("rounds/<int:number>/compare/", drawing.compare, name="round-compare"),
    path("rounds/<int:number>/collect/", holding.collect_again, name="round-collect-again"),
    path("rounds/<int:number>/pairs/", results.pairs, name="round-pairs"),
    path("rounds/<int:number>/left/", results.left, name="round-left"),
    path("rounds/<int:number>/offer/", holding.offer, name="round-offer"),
    path("rounds/<int:number>/close/", holding.close, name="round-close"),
    path("rounds/<int:number>/files/<str:what>", files.file, name="round-file"),
]  # fmt: skip
for pattern in _kept:
    pattern.callback = for_keepers(pattern.callback)

urlpatterns = [
    *_kept,
    path("<int:place>/rounds/", _readers(places.rounds), name="rounds"),
    path("<int:place>/rounds/<int:number>/enter/", _officers(places.enter), name="round-enter"),
    path("<int:place>/rounds/<int:number>/leave/", _officers(places.leave), name="round-leave"),
    path("<int:place>/pairs/<int:number>/", _readers(places.pair), name="round-pair"),
]
