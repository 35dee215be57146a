"""Writing sources."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source, day_said
from jumelage.sources.signals import source_changed


@dataclass(frozen=True, slots=True)
class SourceData:
    """A source as somebody wants to record it."""

    key: str
    authority: Authority
    title: str
    retrieved: date
    publisher: str = ""
    url: str = ""
    language: str = ""
    licence: str = ""
    published: str = ""
    note: str = ""


def problems_with(data: SourceData) -> list[Problem]:
    """Return every reason for which the source cannot be recorded."""
    problems = []
    if not data.title.strip():
        problems.append(Problem("empty", "title", "a source needs a title"))
    if data.url:
        parts = urlsplit(data.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            problems.append(
                Problem("address", "url", f"“{data.url}” is no web address (http://… or https://…)")
            )
    if data.published:
        try:
            parse_date(data.published)
        except InvalidDateError as error:
            problems.append(Problem("date", "published", str(error)))
    return problems


@atomic_action
def record_source(*, actor: Actor, data: SourceData) -> tuple[Source, bool]:
    """Record a source, or bring the one of this key up to date.

    Returns:
        The source, and whether anything was written.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator records sources"))
    if problems := problems_with(data):
        raise RefusedError(*problems)
    values = {**asdict(data), "said_on": day_said(data.published, data.retrieved)}
    del values["key"]
    source = Source.objects.filter(key=data.key).first()
    if source is None:
        source = Source.objects.create(key=data.key, **values)
        record(actor=actor, action="sources.record", target=f"source:{data.key}")
        return source, True
    changed = {name: value for name, value in values.items() if getattr(source, name) != value}
    if not changed:
        return source, False
    for name, value in changed.items():
        setattr(source, name, value)
    source.save(update_fields=list(changed))
    record(
        actor=actor,
        action="sources.change",
        target=f"source:{data.key}",
        changes={name: str(value) for name, value in changed.items()},
    )
    if changed.keys() & {"said_on", "authority"}:
        source_changed.send(sender=Source, source=source)
    return source, True
