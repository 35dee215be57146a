"""The addresses of contacts."""

from django.urls import path

from jumelage.workspace.contacts import (
    exports,
    imports,
    leaving,
    listing,
    log,
    offices,
    people,
    requests,
)

urlpatterns = [
    path("<int:place>/contacts/", listing.contacts, name="contacts"),
    path("<int:place>/contacts/offices/new/", offices.new, name="office-new"),
    path("<int:place>/contacts/offices/<int:number>/", offices.office, name="office"),
    path("<int:place>/contacts/people/new/", people.new, name="person-new"),
    path("<int:place>/contacts/people/<int:number>/", people.person, name="person"),
    path("<int:place>/contacts/people/<int:number>/ties/", people.ties, name="person-ties"),
    path(
        "<int:place>/contacts/people/<int:number>/hand-over/",
        leaving.hand_over,
        name="person-hand-over",
    ),
    path("<int:place>/contacts/people/<int:number>/data/", leaving.export, name="person-export"),
    path("<int:place>/contacts/people/<int:number>/erase/", leaving.erase, name="person-erase"),
    path("<int:place>/contacts/import/", imports.start, name="contacts-import"),
    path(
        "<int:place>/contacts/import/<int:number>/", imports.preview, name="contacts-import-preview"
    ),
    path("<int:place>/contacts/export/", exports.export, name="contacts-export"),
    path("<int:place>/contacts/requests/", requests.requests, name="data-requests"),
    path("<int:place>/contacts/requests/new/", requests.new, name="data-request-new"),
    path("<int:place>/contacts/requests/<int:number>/", requests.request_page, name="data-request"),
    path("<int:place>/log/", log.log, name="log"),
    path("<int:place>/log/new/", log.new, name="log-new"),
    path("<int:place>/log/<int:number>/", log.entry, name="log-entry"),
    # For those who keep registers, whatever the place.
    path("data-requests/", requests.kept_requests, name="kept-data-requests"),
    path("data-requests/<int:number>/", requests.kept_request, name="kept-data-request"),
]
