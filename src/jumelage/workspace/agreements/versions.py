"""The versions of a proposal as its page shows them: what each says, and what is different from the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.agreements.domain.texts import Mark, Words, word_difference
from jumelage.agreements.models import ProposalAnswer, ProposalVersion
from jumelage.agreements.queries import SeenProposal
from jumelage.core.themes import theme_name

#: Where less of a text was there before, marks in it would only hide it.
LEAST_KEPT = 0.4


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version, whose it is, and what changed in it."""

    version: ProposalVersion
    is_own: bool
    themes: Sequence[str]
    form_before: str  # empty if it is the same
    themes_added: Sequence[str]
    themes_removed: Sequence[str]
    aims: Sequence[Words]  # the difference; empty if they are the same, or other words altogether
    is_rewritten: bool  # the aims have other words altogether
    answer: ProposalAnswer | None = None

    @property
    def is_changed(self) -> bool:
        """Whether anything is different but the message."""
        themes = self.themes_added or self.themes_removed
        return bool(self.form_before or themes or self.aims or self.is_rewritten)


def shown_versions(seen: SeenProposal) -> list[ShownVersion]:
    """Return the versions, the one that stands first."""
    answers = {answer.version_id: answer for answer in seen.proposal.answers.all()}
    pairs = zip([None, *seen.versions], seen.versions, strict=False)
    shown = [
        _shown(before, version, seen.place.pk, answers.get(version.pk)) for before, version in pairs
    ]
    return shown[::-1]


def _shown(
    before: ProposalVersion | None,
    version: ProposalVersion,
    own: int,
    answer: ProposalAnswer | None,
) -> ShownVersion:
    old, new = list(before.themes) if before else [], list(version.themes)
    aims = word_difference(before.aims, version.aims) if before else []
    is_other = any(part.mark is not Mark.SAME for part in aims)
    is_rewritten = is_other and _kept(aims) < LEAST_KEPT
    return ShownVersion(
        version=version,
        is_own=version.by_id == own,
        themes=_words(new),
        form_before=before.form if before and before.form != version.form else "",
        themes_added=_words([theme for theme in new if before and theme not in old]),
        themes_removed=_words([theme for theme in old if theme not in new]),
        aims=aims if is_other and not is_rewritten else [],
        is_rewritten=is_rewritten,
        answer=answer,
    )


def _kept(difference: Sequence[Words]) -> float:
    """Return which share of the later words was there before."""
    later = sum(len(part.words) for part in difference if part.mark is not Mark.REMOVED)
    same = sum(len(part.words) for part in difference if part.mark is Mark.SAME)
    return same / later if later else 0.0


def _words(themes: Sequence[str]) -> list[str]:
    return [theme_name(theme) for theme in themes]
