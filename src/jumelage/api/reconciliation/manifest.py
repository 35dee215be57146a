"""The service's description of itself, and its endpoint."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage import __version__
from jumelage.api.reconciliation.answering import ASK, BadQuestionError, answer, form, service
from jumelage.api.reconciliation.extend import STANDINGS, answer_extension
from jumelage.api.reconciliation.match import answer_batch
from jumelage.api.reconciliation.questions import BATCH_SIZE
from jumelage.api.reconciliation.words import TYPES, type_record
from jumelage.core.language import reader_language
from jumelage.ties.models import LEGAL_CHOICES

#: Size of the frame (px) that a preview fits in.
PREVIEW_WIDTH, PREVIEW_HEIGHT = 430, 400


@service(*ASK)
def endpoint(request: HttpRequest) -> HttpResponse:
    """Answer a batch of queries or a data extension; to a GET without either, describe the service."""
    fields = form(request) if request.method == "POST" else request.GET
    queries, extend = fields.get("queries"), fields.get("extend")
    if queries is not None and extend is not None:
        raise BadQuestionError("Send either “queries” or “extend”")
    if queries is not None:
        return answer(answer_batch(queries))
    if extend is not None:
        return answer(answer_extension(extend))
    if request.method == "POST":
        raise BadQuestionError("Send a form with “queries” or “extend”")
    return answer(manifest(request))


def manifest(request: HttpRequest) -> dict[str, Any]:
    """Return the service manifest, its addresses as the asker reaches them."""
    language = reader_language()
    base = request.build_absolute_uri(reverse("reconciliation:endpoint", args=[language]))
    site = settings.JUMELAGE["BASE_URL"]
    return {
        "versions": ["0.2"],
        "name": _("Jumelage: twin towns and sister cities (%(language)s)")
        % {"language": dict(settings.LANGUAGES)[language]},
        "identifierSpace": f"{site}/places/",
        "schemaSpace": "https://schema.org/Place",
        "documentation": request.build_absolute_uri(reverse("site:about")),
        "serviceVersion": __version__,
        "logo": request.build_absolute_uri(static("icon.svg")),
        "view": {"url": request.build_absolute_uri(f"/{language}/places/") + "{{id}}/"},
        "feature_view": {"url": f"{base}/features#{{{{id}}}}"},
        "defaultTypes": [type_record(id) for id in TYPES],
        "batchSize": BATCH_SIZE,
        "preview": {
            "url": f"{base}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {what: _suggest(base, what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": _settings(),
        },
    }


def _suggest(base: str, what: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": base,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }


def _settings() -> list[dict[str, Any]]:
    """Return what can be set for a property that is fetched; what does not concern it has no effect."""
    words: dict[str, str] = {str(value): str(word) for value, word in LEGAL_CHOICES}
    return [
        {
            "name": "standing",
            "label": _("Ties: with this standing only"),
            "type": "select",
            "default": "",
            "choices": [
                {"value": value, "name": words.get(value, _("any"))} for value in STANDINGS
            ],
        },
        {
            "name": "on",
            "label": _("Ties: as of this day"),
            "type": "text",
            "default": "",
            "help_text": _("A day such as 2019-10-11; today if empty"),
        },
        {
            "name": "language",
            "label": _("Names: in this language only"),
            "type": "text",
            "default": "",
            "help_text": _("Its code, such as en or ru; all if empty"),
        },
        {
            "name": "limit",
            "label": _("At most so many values"),
            "type": "number",
            "default": 0,
            "help_text": _("0 for all"),
        },
    ]
