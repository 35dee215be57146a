"""Writing what an import found: one transaction, everything of it marked with its batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jumelage.core.audit import Actor, atomic_action, lock_registry, record
from jumelage.core.clock import now
from jumelage.core.domain.text import search_key
from jumelage.imports.domain.statements import Progress, SourcePlace, silent
from jumelage.imports.gazetteer import gazetteer_source
from jumelage.imports.locating import Located
from jumelage.imports.models import ReviewItem
from jumelage.imports.report import KEPT, Line, Report, Section
from jumelage.imports.staging import Prepared, RefPair
from jumelage.imports.suspicions import still_listed, twice_recorded
from jumelage.places.actions import NameData
from jumelage.places.bulk import Knowledge, add_knowledge, create_places, places_identified
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.bulk import BulkClaim, Recorded, record_claims, vanished
from jumelage.ties.permissions import require_may_record


class _Undone(Exception):  # noqa: N818 - not an error: it ends a dry run
    """Rolls a dry run back."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an import. ``batch`` is ``None`` if nothing was new, or nothing was to be written."""

    batch: int | None
    report: Report


def apply_import(
    *, actor: Actor, prepared: Prepared, dry_run: bool = False, progress: Progress = silent
) -> Applied:
    """Record what a source says, all or nothing; with ``dry_run`` find out what would be written, and write nothing.

    Applying the same content again changes nothing. What an earlier edition said and this one does not is reported,
    not taken back.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: a place or claim cannot be recorded; nothing was written.
    """
    applied: list[Applied] = []
    try:
        _apply(actor=actor, prepared=prepared, dry_run=dry_run, progress=progress, into=applied)
    except _Undone:
        prepared.report.batch = None
    prepared.report.dry_run = dry_run
    return Applied(None if dry_run else applied[0].batch, prepared.report)


@atomic_action
def _apply(
    *, actor: Actor, prepared: Prepared, dry_run: bool, progress: Progress, into: list[Applied]
) -> None:
    require_may_record(actor)
    lock_registry()
    writing = _Writing(actor, prepared, progress)
    into.append(Applied(writing.write(), prepared.report))
    if dry_run:
        raise _Undone


class _Writing:
    """One import being written."""

    def __init__(self, actor: Actor, prepared: Prepared, progress: Progress) -> None:
        self.actor, self.prepared, self.progress = actor, prepared, progress
        self.report = prepared.report
        self.created_sources: list[int] = []
        self.started = now()

    def write(self) -> int | None:
        """Write everything. Returns the number of the batch, or ``None`` if nothing was new."""
        source = self._source(self.prepared.origin)
        batch = ImportBatch.objects.create(
            adapter=self.prepared.adapter,
            file_name=self.prepared.file_name[:300],
            file_sha256=self.prepared.sha256,
            source=source,
            retrieved=self.prepared.origin.retrieved,
            at=self.started,
            actor=self.actor.label,
        )
        self._suspect_twice()
        ids, created = self._places(source, batch)
        filled = self._knowledge(ids, source, batch, created)
        recorded = self._claims(ids, source, batch)
        asked, new_questions = ask(self.prepared, source, batch)
        self._changes(source, recorded)
        self.report.counts |= {
            "new_places": len(created),
            "new_ties": recorded.ties,
            "new_claims": recorded.claims,
            "known": recorded.known,
            "changed": recorded.changed,
            "withdrawn": recorded.withdrawn,
            "questions": asked,
        }
        wrote = (
            recorded.claims or recorded.changed or recorded.seen_before or created or filled
            or new_questions
        )  # fmt: skip
        if not wrote and not _marked(batch):
            for pk in self.created_sources:
                Source.objects.filter(pk=pk).delete()
            batch.delete()
            return None
        self._keep(batch, filled, recorded)
        return int(batch.pk)

    def _source(self, data: SourceData) -> Source:
        """Return the source; one on record stays as it is: a later edition is told by its batch."""
        known = Source.objects.filter(key=data.key).first()
        if known is not None:
            return known
        source, _ = record_source(actor=self.actor, data=data)
        self.created_sources.append(source.pk)
        return source

    def _gazetteer(self) -> Source:
        return self._source(gazetteer_source(self.prepared.origin.retrieved))

    def _suspect_twice(self) -> None:
        """Report new places that look like one on record, or like each other."""
        for line in twice_recorded(list(self.prepared.places.new.values())):
            self.report.add(Section.DUPLICATE_PLACES, line)

    def _places(self, source: Source, batch: ImportBatch) -> tuple[dict[str, int], set[str]]:
        """Create the places that are new. Returns all ids by ref, and which refs are new."""
        needed = {ref for pair in self.prepared.ties for ref in pair}
        ids = {ref: int(ref.removeprefix("place:")) for ref in needed if ref.startswith("place:")}
        others = needed - ids.keys()
        known = places_identified(tuple(ref.split(":", 1)) for ref in others)  # type: ignore[misc]
        ids |= {f"{scheme}:{value}": pk for (scheme, value), pk in known.items()}
        new = [self.prepared.places.new[ref] for ref in sorted(others - ids.keys())]
        self.progress("places", 0, len(new))
        own = {
            a.ref
            for a in self.prepared.places.answers
            if isinstance(a, Located) and a.how == "source"
        }
        for origin, wanted in ((source, True), (None, False)):
            places = [place for place in new if (place.ref in own) is wanted]
            if places:
                ids |= create_places(places, source=origin or self._gazetteer(), batch=batch)
        self.progress("places", len(new), len(new))
        return ids, {place.ref for place in new}

    def _knowledge(
        self, ids: Mapping[str, int], source: Source, batch: ImportBatch, created: set[str]
    ) -> dict[str, dict[str, Any]]:
        """Add what the source knows of places on record. Plain lists know nothing but the name."""
        known = [
            knowledge
            for ref, place in self.prepared.described.items()
            if (knowledge := knowledge_of(ids[ref], place, named=ref not in created))
        ]
        return add_knowledge(known, source=source, batch=batch) if known else {}

    def _claims(self, ids: Mapping[str, int], source: Source, batch: ImportBatch) -> Recorded:
        for line in still_listed(_ends(self.prepared.ties, ids)):
            self.report.add(Section.STILL_LISTED, line)
        claims = [
            BulkClaim(
                first=ids[pair[0]],
                second=ids[pair[1]],
                kind=staged.claim.kind,
                by=ids[staged.by] if staged.by else None,
                when=staged.claim.when,
                form=staged.claim.form,
                locator=staged.locator,
                quote=staged.claim.quote,
                note=staged.claim.note,
            )
            for pair, several in self.prepared.ties.items()
            for staged in several
        ]
        return record_claims(
            actor=self.actor,
            source=source,
            batch=batch,
            claims=claims,
            progress=lambda done, of: self.progress("claims", done, of),
        )

    def _changes(self, source: Source, recorded: Recorded) -> None:
        """Report what an earlier edition said and this one does not."""
        number = 0
        for claim in vanished(source, recorded.seen, self.started):
            number += 1
            subject = f"{claim.tie.place_a} – {claim.tie.place_b}"
            when = f" {claim.when}" if claim.when else ""
            message = f"an earlier edition said: {claim.kind}{when}"
            self.report.add(Section.VANISHED, Line(0, subject, message, "vanished"))
        self.report.counts["vanished"] = number

    def _keep(
        self, batch: ImportBatch, filled: dict[str, dict[str, Any]], recorded: Recorded
    ) -> None:
        self.report.batch = batch.pk
        batch.counts = self.report.counts
        batch.report = self.report.as_dict(KEPT)
        batch.undo = {
            "filled": filled,
            "sources": self.created_sources,
            "seen_before": {day: ranges(pks) for day, pks in recorded.seen_before.items()},
        }
        batch.save(update_fields=["counts", "report", "undo"])
        record(
            actor=self.actor,
            action="imports.apply",
            target=f"batch:{batch.pk}",
            changes=self.report.counts,
        )


def _ends(ties: Iterable[RefPair], ids: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(min(ids[a], ids[b]), max(ids[a], ids[b])) for a, b in ties]


def _marked(batch: ImportBatch) -> bool:
    """Whether anything on record refers to the batch."""
    return batch.place_names.exists() or batch.identifiers.exists()


def ranges(pks: Sequence[int]) -> list[list[int]]:
    """Return numbers as ranges, both ends included: the claims of a list lie side by side."""
    ranges: list[list[int]] = []
    for pk in sorted(pks):
        if ranges and ranges[-1][1] == pk - 1:
            ranges[-1][1] = pk
        else:
            ranges.append([pk, pk])
    return ranges


def knowledge_of(pk: int, place: SourcePlace, *, named: bool) -> Knowledge | None:
    """Return what a source knows of a place beyond where to find it; ``None`` if it is nothing.

    Args:
        pk: the place.
        place: what the source says.
        named: whether the names are to be added (a new place has them already, if it is the source's own).
    """
    query = place.query
    names = tuple(NameData(name.name, name.language, name.kind) for name in place.names)
    values: dict[str, Any] = {"label": place.label}
    if place.population:
        values |= {"population": place.population, "population_year": place.population_year}
    if query.lat is not None and query.lng is not None and query.identifiers:
        values |= {"lat": query.lat, "lng": query.lng}
    if not (names or query.identifiers or any(values.values())):
        return None
    return Knowledge(pk, names if named or names else (), query.identifiers, values)


def ask(prepared: Prepared, source: Source, batch: ImportBatch) -> tuple[int, int]:
    """Put the names that were not found into the review queue, each once; answer those found meanwhile.

    Returns:
        How many questions of this source are open, and how many of them are new.
    """
    open_items = {
        (item.country, item.key, item.message): item
        for item in ReviewItem.objects.filter(
            source=source, state=ReviewItem.OPEN, kind=ReviewItem.NAME
        )
    }
    wanted: dict[tuple[str, str, str], ReviewItem] = {}
    for question in prepared.questions.values():
        query, partner = question.place.query, question.partner.query
        item = ReviewItem(
            source=source,
            batch=batch,
            line=question.line,
            name=query.name[:300],
            country=query.country,
            key=search_key(query.name)[:200],
            partner=partner.name[:300],
            partner_key=search_key(partner.name)[:200],
            code=question.answer.code,
            message=question.answer.message,
            rows=question.rows,
            candidates=list(question.answer.candidates),
        )
        wanted.setdefault((item.country, item.key, item.message), item)
    gone = [item.pk for key, item in open_items.items() if key not in wanted]
    for start in range(0, len(gone), 500):
        ReviewItem.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = [item for key, item in wanted.items() if key not in open_items]
    ReviewItem.objects.bulk_create(new, batch_size=1000)
    return len(wanted), len(new)


def seen_before_of(batch: ImportBatch) -> dict[str, list[int]]:
    """Return until when the batch's source had been seen to say what, as :func:`record_claims` told."""
    kept: Mapping[str, list[list[int]]] = batch.undo.get("seen_before", {})
    return {
        day: [pk for first, last in ranges for pk in range(first, last + 1)]
        for day, ranges in kept.items()
    }
