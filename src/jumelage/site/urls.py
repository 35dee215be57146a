"""The addresses of the public pages. They are readable and stay."""

from django.urls import path

from jumelage.site.views import (
    agreements,
    atlas,
    commitments,
    comparisons,
    countries,
    disputes,
    documents,
    forum_people,
    forums,
    home,
    meetings,
    pages,
    partners,
    places,
    search,
    shortlists,
    sources,
    ties,
    wishes,
)
from jumelage.site.views.errors import only_read

untranslated = [
    path("", home.root, name="root"),
    path("atlas/<slug:name>.<slug:language>.bin", atlas.atlas_file, name="atlas-file"),
    path("atlas/<slug:name>/<int:index>/", atlas.place_panel, name="place-panel"),
    path("atlas/<slug:name>/<int:index>/page/", atlas.place_link, name="place-link"),
    path("atlas/<slug:name>/tie/<int:a>/<int:b>/", atlas.tie_panel, name="tie-panel"),
    path("atlas/picture.svg", atlas.picture, name="atlas-picture"),
    path("suggest", search.suggest, name="suggest"),
    path("export/<slug:format>", pages.download, name="export"),
    path("documents/<int:number>/<str:name>", documents.document, name="document"),
    path("robots.txt", pages.robots),
    path("sitemap.txt", pages.sitemap),
]

translated = [
    path("", home.home, name="home"),
    path("atlas/", atlas.atlas, name="atlas"),
    path("places/", places.places, name="places"),
    path("places/<slug:country>/<slug:slug>/", places.place, name="place"),
    path("ties/", ties.ties, name="ties"),
    path(
        "ties/<slug:country_a>/<slug:slug_a>/<slug:country_b>/<slug:slug_b>/", ties.tie, name="tie"
    ),
    path("agreements/<int:number>/", agreements.agreement, name="agreement"),
    path("agreements/<int:number>/pdf/", agreements.agreement_pdf, name="agreement-pdf"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<slug:code>/", countries.country, name="country"),
    path("countries/<slug:code_a>/<slug:code_b>/", countries.pair, name="pair"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:key>/", sources.source, name="source"),
    path("sources/<slug:key>/compare/", comparisons.choose, name="compare"),
    path("sources/<slug:key>/compare/<slug:other>/", comparisons.comparison, name="comparison"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("forums/", forums.forums, name="forums"),
    path("forums/<slug:series>/", forums.series, name="forum-series"),
    path("forums/<slug:series>/<slug:edition>/", forums.forum, name="forum"),
    path(
        "forums/<slug:series>/<slug:edition>/speakers/",
        forum_people.speakers,
        name="forum-speakers",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/agenda.ics",
        forums.forum_calendar,
        name="forum-calendar",
    ),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/due.ics", commitments.due_calendar, name="commitments-calendar"),
    path("commitments/file/<slug:format>/", commitments.download, name="commitments-file"),
    path("commitments/<int:number>/", commitments.commitment, name="commitment"),
    path("forums/<slug:series>/<slug:edition>/meetings/", meetings.meetings, name="forum-meetings"),
    path(
        "forums/<slug:series>/<slug:edition>/timetable/<str:secret>/",
        meetings.timetable,
        name="forum-timetable",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/timetable/<str:secret>/live/",
        meetings.timetable_live,
        name="forum-timetable-live",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/timetable/<str:secret>/meetings.ics",
        meetings.timetable_calendar,
        name="forum-timetable-calendar",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/timetable/<str:secret>/pdf/",
        meetings.timetable_pdf_file,
        name="forum-timetable-pdf",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/board/<str:secret>/",
        meetings.board,
        name="forum-board",
    ),
    path(
        "forums/<slug:series>/<slug:edition>/board/<str:secret>/live/",
        meetings.board_live,
        name="forum-board-live",
    ),
    path("partners/", partners.choose, name="partners"),
    path("partners/how-good/", partners.how_good, name="partners-measured"),
    path("partners/<slug:country>/<slug:slug>/", partners.suggestions, name="partners-of"),
    path("partners/<slug:country>/<slug:slug>/compare/", partners.compare, name="partners-compare"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes.atom", wishes.WishesFeed(), name="wishes-feed"),
    path("wishes/<int:number>/", wishes.wish, name="wish"),
    path("search/", search.search, name="search"),
    path("changes/", pages.changes, name="changes"),
    path("changes.atom", pages.ChangesFeed(), name="feed"),
    path("shortlists/<str:secret>/", shortlists.shared, name="shared-shortlist"),
    path("shortlists/<str:secret>/pdf/", shortlists.shared_pdf, name="shared-shortlist-pdf"),
    path("about/", pages.about, name="about"),
]

for pattern in [*untranslated, *translated]:
    pattern.callback = only_read(pattern.callback)
