"""Two places that were merged, parted again."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, lock_registry, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.imports.attachments import attached_to_ties
from jumelage.imports.merging import Row, restore, tie_between, turn
from jumelage.imports.models import Decision, PlaceMerge
from jumelage.imports.permissions import require_may_review
from jumelage.partners.models import ShortlistItem
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.actions import TIE_COLUMNS, count_ties, refresh_ties
from jumelage.ties.models import Claim, Tie


@atomic_action
def part_places(*, actor: Actor, merge: PlaceMerge, reason: str = "") -> Place:
    """Part two places that were merged: each has again what it had; what came since stays with the kept one.

    Returns:
        The place that is back.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: they were parted before, or a later merge of one of the places concerned has to be parted first.
    """
    require_may_review(actor, merge.kept.country)
    lock_registry()
    merge = PlaceMerge.objects.select_related("kept").get(pk=merge.pk)
    if problem := problem_with(merge):
        raise RefusedError(problem)
    place = _Parting(merge).part()
    merge.parted_at = now()
    merge.save(update_fields=["parted_at"])
    record(
        actor=actor,
        action="imports.part_places",
        target=f"place:{merge.kept.key}",
        changes={"merge": merge.pk, "back": place.key},
        reason=reason,
    )
    return place


def problem_with(merge: PlaceMerge) -> Problem | None:
    """Return why two places cannot be parted, if they cannot."""
    if merge.parted_at is not None:
        return Problem("parted", "", _("These places were parted before."))
    touched = merge.snapshot["touched"]
    later = PlaceMerge.objects.filter(
        Q(snapshot__kept__in=touched) | Q(snapshot__gone__in=touched),
        parted_at__isnull=True,
        pk__gt=merge.pk,
    ).order_by("-pk")
    if other := later.first():
        message = _("A later merge builds on this one: part %(merge)s first.")
        return Problem("later", "", message % {"merge": other})
    moved = [int(row["pk"]) for said in merge.snapshot["ties"] for row in said["tie"]]
    if held := attached_to_ties(moved):
        message = _(
            "These places cannot be parted: %(held)s have been recorded since for ties that would go back."
        )
        return Problem("held", "", message % {"held": held})
    return None


class _Parting:
    """One merge being undone."""

    def __init__(self, merge: PlaceMerge) -> None:
        self.snapshot: dict[str, Any] = merge.snapshot
        self.kept = Place.objects.get(pk=self.snapshot["kept"])
        self.gone = int(self.snapshot["gone"])
        self.refresh: set[int] = set()
        self.joined: list[Row] = []

    def part(self) -> Place:
        """Give back what belonged to the gone place."""
        self._place()
        restore(self.snapshot["names"])
        restore(self.snapshot["identifiers"])
        self._what_refers()
        self._empty()
        for said in self.snapshot["ties"]:
            self._tie(said)
        self._survivors()
        refresh_ties(sorted(self.refresh))
        self._same_as_ever()
        present = Place.objects.filter(pk__in=self.snapshot["touched"])
        count_ties(present.values_list("pk", flat=True))
        return Place.objects.get(pk=self.gone)

    def _place(self) -> None:
        """Put the place back; at another address if somebody else has its old one now."""
        (row,) = self.snapshot["place"]
        fields = dict(row["fields"])
        if Place.objects.filter(country=fields["country"], slug=fields["slug"]).exists():
            fields["slug"] = f"{fields['slug'][:100]}-{self.gone}"
        for name, model in (("parent", Place), ("source", Source)):
            if fields[name] and not model.objects.filter(pk=fields[name]).exists():
                fields[name] = None
        restore([{**row, "fields": fields}])

    def _what_refers(self) -> None:
        snapshot, kept = self.snapshot, self.kept
        Place.objects.filter(pk__in=snapshot["children"], parent=kept).update(parent=self.gone)
        Decision.objects.filter(pk__in=snapshot["decisions"], place=kept).update(place=self.gone)
        PlaceMerge.objects.filter(pk__in=snapshot["merges"], kept=kept).update(kept=self.gone)
        considered = snapshot.get("considered", ())  # merges of before know of none
        ShortlistItem.objects.filter(pk__in=considered, place=kept).update(place=self.gone)
        if snapshot["lay_in_gone"]:
            Place.objects.filter(pk=kept.pk).update(parent=self.gone)

    def _empty(self) -> None:
        """Take out of the kept place what only the gone one knew, unless somebody has changed it since."""
        same = [n for n, value in self.snapshot["filled"].items() if getattr(self.kept, n) == value]
        for name in same:
            blank = "" if isinstance(self.snapshot["filled"][name], str) else None
            setattr(self.kept, name, blank)
        if same:
            self.kept.save(update_fields=same)

    def _tie(self, said: Row) -> None:
        """Give a tie back with the claims that were its own; later claims stay with the kept place's."""
        (row,) = said["tie"]
        pk, partner = int(row["pk"]), int(said["partner"])
        present = tie_between(self.kept.pk, partner)
        if present is None:  # all that was said of it has been taken out since
            return
        claims = set(Claim.objects.filter(tie=present).values_list("pk", flat=True))
        mine = claims & set(said["claims"])
        if not mine and not said["dropped"]:
            return
        restore(said["tie"])
        if present.pk == pk:
            self._stay(present, claims - mine)
        else:
            Claim.objects.filter(pk__in=mine).update(tie=pk)
        if (self.gone < partner) != (self.kept.pk < partner):
            turn(pk)
        restore(said["dropped"])
        self.refresh |= {pk, present.pk}
        self.joined += said["joined"]
        Tie.objects.filter(pk=present.pk, claims__isnull=True).delete()

    def _stay(self, present: Tie, claims: set[int]) -> None:
        """Make the kept place's own tie of claims that came since."""
        if claims:
            tie = Tie.objects.create(
                place_a_id=present.place_a_id,
                place_b_id=present.place_b_id,
                country_a=present.country_a,
                country_b=present.country_b,
            )
            Claim.objects.filter(pk__in=claims).update(tie=tie)
            self.refresh.add(tie.pk)

    def _survivors(self) -> None:
        """Let claims that stood for two be on record again since their own day."""
        for survivor in self.snapshot["survivors"]:
            claim = Claim.objects.filter(pk=survivor["claim"]).first()
            if claim is None:
                continue
            for name, since in survivor["since"].items():
                value = getattr(claim, name)
                if (value.isoformat() if value else None) == since:
                    before = survivor["before"][name]
                    parse = datetime if name == "recorded_at" else date
                    setattr(claim, name, parse.fromisoformat(before) if before else None)
            claim.save(update_fields=list(survivor["since"]))

    def _same_as_ever(self) -> None:
        """Let the kept place's ties that are as they were before have changed when they did before."""
        for row in self.joined:
            tie = Tie.objects.filter(pk=row["pk"]).first()
            if tie is None:
                continue
            columns = {name: getattr(tie, name) for name in TIE_COLUMNS}
            kept = {n: v.isoformat() if isinstance(v, date) else v for n, v in columns.items()}
            if all(row["fields"][name] == value for name, value in kept.items()):
                Tie.objects.filter(pk=tie.pk).update(changed_at=row["fields"]["changed_at"])
