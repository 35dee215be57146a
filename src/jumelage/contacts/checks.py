"""What is wrong with a contact as somebody wants to record it, in words for that person."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Model
from django.utils.translation import gettext as _

from jumelage.contacts.domain.hours import is_time_zone, local_time
from jumelage.contacts.models import OWN, VISIBILITIES
from jumelage.core.clock import now
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import Problem
from jumelage.places.models import Place


def last_day_at(place: Place) -> date:
    """Return today’s date at a place: where its time zone is not known, at the place of the earth that has it first."""
    local = local_time(place.timezone, now()) if place.timezone else None
    return (local or now() + timedelta(hours=14)).date()


def problems_with_texts(
    model: type[Model], texts: Mapping[str, str], needed: Iterable[str] = ()
) -> list[Problem]:
    """Return what is wrong with texts for the columns of a model: missing, too long, no address."""
    problems = [
        Problem("missing", name, _("Write something here.")) for name in needed if not texts[name]
    ]
    for name, text in texts.items():
        most = getattr(model._meta.get_field(name), "max_length", None)  # noqa: SLF001 - Django’s own name for it
        if most and len(text) > most:
            message = _("This is too long: %(most)s letters fit.") % {"most": most}
            problems.append(Problem("too_long", name, message))
        if "\0" in text:
            problems.append(Problem("sign", name, _("This has a sign that cannot be kept.")))
    return problems + _problems_with_addresses(texts)


def _problems_with_addresses(texts: Mapping[str, str]) -> list[Problem]:
    problems = []
    checks = (
        (
            "email",
            validate_email,
            _("This is no e-mail address: write it like office@example.org."),
        ),
        ("url", URLValidator(["http", "https"]), _("This is no address of a page: https://…")),
    )
    for name, check, message in checks:
        try:
            if texts.get(name):
                check(texts[name])
        except ValidationError:
            problems.append(Problem(name, name, message))
    return problems


def problems_with_rest(
    *, time_zone: str, languages: Iterable[str], visibility: str
) -> list[Problem]:
    """Return what is wrong with a time zone, languages (codes) and who may see a contact."""
    problems = []
    if time_zone and not is_time_zone(time_zone):
        message = _("There is no time zone “%(zone)s”: choose one of the list.")
        problems.append(Problem("time_zone", "time_zone", message % {"zone": time_zone[:60]}))
    unknown = [code for code in languages if code not in LANGUAGES]
    if unknown:
        message = _("No such language is known here: %(words)s.") % {"words": ", ".join(unknown)}
        problems.append(Problem("languages", "languages", message))
    if visibility not in dict(VISIBILITIES):
        problems.append(Problem("visibility", "visibility", _("Choose who may see it.")))
    return problems


def problems_with_consent(
    *, visibility: str, on: date | None, how: str, today: date
) -> list[Problem]:
    """Return what is wrong with the consent of a person: nobody is shown to others without it."""
    if on is not None and on > today:
        return [Problem("future", "consent_on", _("This day is still to come."))]
    problems = []
    if visibility != OWN and on is None:
        message = _(
            "Others see a person only with the person’s consent: write when it was given, or keep "
            "the person in the own office."
        )
        problems.append(Problem("consent", "consent_on", message))
    if on is not None and not how.strip():
        message = _("Write how the consent was given: by letter, by e-mail, on a form.")
        problems.append(Problem("consent", "consent_how", message))
    return problems
