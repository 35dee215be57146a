"""The addresses of the service. The endpoint without a language answers in the asker's."""

from django.conf import settings
from django.urls import re_path

from jumelage.api.reconciliation import extend, manifest, preview, suggest

app_name = "reconciliation"
_LANGUAGE = rf"/(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})"
_ENDPOINT = r"^api/reconcile"

urlpatterns = [
    re_path(rf"{_ENDPOINT}/?$", manifest.endpoint, name="endpoint-any"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/?$", manifest.endpoint, name="endpoint"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/suggest/entity$", suggest.entities, name="entities"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/suggest/type$", suggest.types, name="types"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/suggest/property$", suggest.properties, name="properties"),
    re_path(
        rf"{_ENDPOINT}{_LANGUAGE}/flyout/(?P<what>entity|type|property)$",
        suggest.flyout,
        name="flyout",
    ),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/properties$", extend.proposals, name="proposals"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/preview$", preview.preview, name="preview"),
    re_path(rf"{_ENDPOINT}{_LANGUAGE}/features$", preview.features, name="features"),
]
