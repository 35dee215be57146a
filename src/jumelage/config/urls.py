"""Every address of the product."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from jumelage.api.app import api
from jumelage.site import urls as site
from jumelage.workspace.forum import urls as forum
from jumelage.workspace.portfolio import urls as portfolio

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("jumelage.api.reconciliation.urls")),
    path("", include((site.untranslated, "site-root"))),
    path("", include(([*portfolio.untranslated, *forum.untranslated], "workspace-root"))),
    *i18n_patterns(
        path("", include("jumelage.accounts.urls")),
        path("review/", include("jumelage.workspace.review_urls")),
        path("workspace/", include("jumelage.workspace.urls")),
        path("back-office/", include("jumelage.workspace.back_office.urls")),
        path("your-data/", include("jumelage.workspace.contacts.public_urls")),
        path("wishes/", include("jumelage.workspace.wishes.public_urls")),
        path("commitments/", include("jumelage.workspace.commitments.public_urls")),
        path("", include((site.translated, "site"))),
    ),
]
handler403 = "jumelage.workspace.views.errors.forbidden"
handler404 = "jumelage.site.views.errors.not_found"
handler500 = "jumelage.site.views.errors.server_error"
