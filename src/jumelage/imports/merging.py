"""Two records of one place made one, and parted again exactly as they were.

Everything of the gone place moves to the kept one; where both have a tie with the same third place, the two ties
become one. The snapshot says whose was what, by numbers of rows, and holds the rows that had to go. What others add to
the kept place afterwards stays with it when the two are parted.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core import serializers
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, lock_registry, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.imports.attachments import attached_to_place
from jumelage.imports.models import Decision, PlaceMerge
from jumelage.imports.permissions import require_may_review
from jumelage.imports.queries import merges_that_hold
from jumelage.partners.models import ShortlistItem
from jumelage.places.models import Place, PlaceName
from jumelage.sources.models import ImportBatch
from jumelage.ties.actions import count_ties, refresh_ties
from jumelage.ties.models import Claim, Tie

Row = dict[str, Any]

#: What the gone place may know and the kept one not; what belongs together comes together.
_FILL = (
    ("lat", "lng"),
    ("population", "population_year"),
    ("timezone",),
    ("label",),
    ("division",),
)


def rows_of(objects: Iterable[Model]) -> list[Row]:
    """Return rows of the database so that JSON can hold them, and :func:`restore` can put them back."""
    rows: list[Row] = serializers.serialize("python", objects)
    for row in rows:
        row["fields"] = {
            name: value.isoformat() if isinstance(value, datetime | date) else value
            for name, value in row["fields"].items()
        }
    return rows


def restore(rows: Iterable[Row]) -> None:
    """Put rows back as they were, numbers and times too."""
    for row in serializers.deserialize("python", rows, ignorenonexistent=True):
        row.save()


def turn(tie: int) -> None:
    """Let the claims of a tie whose sides change places follow. By way of a third letter: a claim stands once."""
    claims = Claim.objects.filter(tie=tie)
    claims.filter(side="a").update(side="-")
    claims.filter(side="b").update(side="a")
    claims.filter(side="-").update(side="b")
    claims.update(country_a_then=F("country_b_then"), country_b_then=F("country_a_then"))


def tie_between(first: int, second: int) -> Tie | None:
    """Return the tie of two places."""
    return Tie.objects.filter(place_a_id=min(first, second), place_b_id=max(first, second)).first()


def require_not_merged(batch: ImportBatch) -> None:
    """Refuse to undo an import while places that it speaks of are merged.

    Raises:
        RefusedError: naming the merges.
    """
    held = merges_that_hold(batch)
    if held:
        names = ", ".join(str(merge) for merge in held[:5])
        message = _(
            "Places that this import speaks of were merged since: part them first (%(merges)s)."
        ) % {"merges": names}
        raise RefusedError(Problem("merged", "", message))


@atomic_action
def merge_places(*, actor: Actor, kept: Place, gone: Place, reason: str = "") -> PlaceMerge:
    """Make two records of one place one.

    Claims, names, identifiers, decisions and what lies in it move to ``kept``; its own word comes first where both say
    something. The address of ``gone`` leads to ``kept`` from now on.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: they cannot be one place: with every reason.
    """
    require_may_review(actor, kept.country, gone.country)
    lock_registry()
    kept, gone = Place.objects.get(pk=kept.pk), Place.objects.get(pk=gone.pk)
    if problems := problems_with(kept, gone):
        raise RefusedError(*problems)
    gone_key = gone.key
    snapshot = _Merging(kept, gone).merge()
    merge = PlaceMerge.objects.create(
        kept=kept,
        gone_key=gone_key,
        snapshot=snapshot,
        reason=reason.strip(),
        merged_by=actor.label,
        merged_at=now(),
    )
    record(
        actor=actor,
        action="imports.merge_places",
        target=f"place:{kept.key}",
        changes={"merge": merge.pk, "gone": gone_key, "ties": len(snapshot["ties"])},
        reason=reason,
    )
    return merge


def problems_with(kept: Place, gone: Place) -> list[Problem]:
    """Return every reason for which two records cannot be one place."""
    names = {"first": kept.key, "second": gone.key}
    if kept.pk == gone.pk:
        return [Problem("same", "", _("These are not two places: choose another one."))]
    problems = []
    if kept.country != gone.country:
        message = _("%(first)s and %(second)s lie in two countries, so they are not one place.")
        problems.append(Problem("country", "", message % names))
    if tie_between(kept.pk, gone.pk):
        message = _(
            "%(first)s and %(second)s have a tie with each other. If they are one place, its claims are wrong: "
            "have them retracted and the tie removed first."
        )
        problems.append(Problem("tied", "", message % names))
    if held := attached_to_place(gone):
        message = _(
            "%(second)s cannot be merged away: %(held)s hold to it or to its ties, and would not move. "
            "If %(first)s has none of these, merge the other way round; or end and remove them first."
        )
        problems.append(Problem("held", "", message % {**names, "held": held}))
    return problems


class _Merging:
    """One merge being done."""

    def __init__(self, kept: Place, gone: Place) -> None:
        self.kept, self.gone = kept, gone
        self.snapshot: dict[str, Any] = {
            "kept": kept.pk,
            "gone": gone.pk,
            "place": rows_of([gone]),
            "survivors": [],
        }
        parents = {pk for pk in (gone.parent_id, kept.parent_id) if pk}
        self.touched: set[int] = {kept.pk, gone.pk} | parents
        self.batches: set[int | None] = {gone.batch_id}
        self.refresh: set[int] = set()

    def merge(self) -> dict[str, Any]:
        """Move everything, and return what parting needs."""
        self._names()
        self._identifiers()
        self._what_refers()
        self._fill()
        self.snapshot["ties"] = [
            self._tie(tie)
            for tie in Tie.objects.filter(Q(place_a=self.gone) | Q(place_b=self.gone)).order_by(
                "pk"
            )
        ]
        Place.objects.filter(pk=self.gone.pk).delete()
        refresh_ties(sorted(self.refresh))
        count_ties(self.touched - {self.gone.pk})
        self.snapshot["touched"] = sorted(self.touched)
        self.snapshot["batches"] = sorted(pk for pk in self.batches if pk)
        return self.snapshot

    def _names(self) -> None:
        """Move the names. The kept place's official names stay the official ones; what both have stands once."""
        own = list(self.kept.names.all())
        present = {(name.language, name.name) for name in own}
        official = {name.language for name in own if name.kind == PlaceName.OFFICIAL}
        names = list(self.gone.names.all())
        self.snapshot["names"] = rows_of(names)
        for name in names:
            self.batches.add(name.batch_id)
            if (name.language, name.name) in present:
                name.delete()
                continue
            name.place = self.kept
            if name.kind == PlaceName.OFFICIAL and name.language in official:
                name.kind = PlaceName.ALTERNATIVE
            same = self.kept.names.filter(language=name.language, kind=name.kind, name=name.name)
            if same.exists():
                name.delete()
            else:
                name.save(update_fields=["place", "kind"])

    def _identifiers(self) -> None:
        identifiers = list(self.gone.identifiers.all())
        self.snapshot["identifiers"] = rows_of(identifiers)
        self.batches |= {identifier.batch_id for identifier in identifiers}
        self.gone.identifiers.update(place=self.kept)

    def _what_refers(self) -> None:
        """Move what lies in the place, decisions that name it, merges into it, and what stands on shortlists."""
        children = Place.objects.filter(parent=self.gone).exclude(pk=self.kept.pk)
        decisions = Decision.objects.filter(place=self.gone)
        merges = PlaceMerge.objects.filter(kept=self.gone)
        considered = ShortlistItem.objects.filter(place=self.gone)
        for name, rows in (
            ("children", children),
            ("decisions", decisions),
            ("merges", merges),
            ("considered", considered),
        ):
            self.snapshot[name] = list(rows.values_list("pk", flat=True))
        self.touched |= set(self.snapshot["children"])
        children.update(parent=self.kept)
        decisions.update(place=self.kept)
        merges.update(kept=self.kept)
        considered.update(place=self.kept)
        self.snapshot["lay_in_gone"] = self.kept.parent_id == self.gone.pk
        if self.snapshot["lay_in_gone"]:
            self.kept.parent = self.gone.parent
            self.kept.save(update_fields=["parent"])

    def _fill(self) -> None:
        """Let the kept place have what only the gone one knows."""
        filled: Row = {}
        for group in _FILL:
            if getattr(self.kept, group[0]) in {None, ""}:
                filled |= {
                    name: getattr(self.gone, name)
                    for name in group
                    if getattr(self.gone, name) not in {None, ""}
                    and getattr(self.kept, name) in {None, ""}
                }
        for name, value in filled.items():
            setattr(self.kept, name, value)
        if filled:
            self.kept.save(update_fields=list(filled))
        self.snapshot["filled"] = filled

    def _tie(self, tie: Tie) -> Row:
        """Let the kept place have a tie of the gone one."""
        partner = tie.place_b_id if tie.place_a_id == self.gone.pk else tie.place_a_id
        present = tie_between(self.kept.pk, partner)
        self.touched.add(partner)
        for batches in tie.claims.values_list("batch_id", "retracted_in_id"):
            self.batches |= set(batches)
        said: Row = {"tie": rows_of([tie]), "partner": partner, "joined": [], "dropped": []}
        turned = (self.gone.pk < partner) != (self.kept.pk < partner)
        if present:
            said["joined"] = rows_of([present])
            said["dropped"] = self._drop_doubles(tie, present, turned=turned)
        said["claims"] = list(tie.claims.values_list("pk", flat=True))
        if turned:
            turn(tie.pk)
        if present:
            Claim.objects.filter(tie=tie).update(tie=present)
            tie.delete()
        else:
            first, second = sorted((self.kept.pk, partner))
            countries = {self.kept.pk: self.kept.country}
            countries[partner] = tie.country_b if tie.place_b_id == partner else tie.country_a
            Tie.objects.filter(pk=tie.pk).update(
                place_a=first,
                place_b=second,
                country_a=countries[first],
                country_b=countries[second],
            )
        self.refresh.add(present.pk if present else tie.pk)
        return said

    def _drop_doubles(self, tie: Tie, present: Tie, *, turned: bool) -> list[Row]:
        """Take out the claims that both ties have: the kept one's stands, on record since the earlier day of both."""
        letters = {"a": "b", "b": "a"} if turned else {}
        live = Claim.objects.filter(retracted_at__isnull=True)
        theirs = {(c.source_id, c.kind, c.side, c.when): c for c in live.filter(tie=present)}
        doubles = []
        for claim in live.filter(tie=tie):
            key = (claim.source_id, claim.kind, letters.get(claim.side, claim.side), claim.when)
            if key in theirs:
                doubles.append(claim)
                self._survive(theirs[key], claim)
        rows = rows_of(doubles)
        Claim.objects.filter(pk__in=[claim.pk for claim in doubles]).delete()
        return rows

    def _survive(self, claim: Claim, double: Claim) -> None:
        said = [day for day in (claim.last_said_on, double.last_said_on) if day]
        known = {"recorded_at": min(claim.recorded_at, double.recorded_at),
                 "last_said_on": max(said, default=None)}  # fmt: skip
        editions = ImportBatch.objects.filter(source=claim.source_id)
        self.batches |= {claim.batch_id, *editions.values_list("pk", flat=True)}
        before = {name: getattr(claim, name) for name in known}
        if known != before:
            Claim.objects.filter(pk=claim.pk).update(**known)
            self.snapshot["survivors"].append(
                {"claim": claim.pk, "before": _texts(before), "since": _texts(known)}
            )


def _texts(values: Row) -> Row:
    return {name: value.isoformat() if value else None for name, value in values.items()}
