"""What an import found and did: the same facts for the terminal, as a page, and as JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: So many rows of a section are kept with the batch; the files that an import leaves have all.
KEPT = 200


class Section(StrEnum):
    """What a row of the report is about. The order is that of the report."""

    AMBIGUOUS = "ambiguous"
    NONE = "none"
    REFUSED = "refused"
    DATES = "dates"
    ONE_SIDED = "one_sided"
    DUPLICATE_ROWS = "duplicate_rows"
    DUPLICATE_PLACES = "duplicate_places"
    STILL_LISTED = "still_listed"
    CHANGED = "changed"
    VANISHED = "vanished"
    LEFT_OUT = "left_out"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report: where in the source, what it is about, and what is to be known."""

    line: int
    subject: str
    message: str
    code: str = ""


@dataclass(slots=True)
class Report:
    """All that is to be known of one import."""

    adapter: str
    file_name: str
    sha256: str
    source: str
    counts: dict[str, int] = field(default_factory=dict)
    how: Counter[str] = field(default_factory=Counter)  # names matched, by what decided
    sections: dict[Section, list[Line]] = field(default_factory=dict)
    dry_run: bool = False
    batch: int | None = None

    def add(self, section: Section, line: Line) -> None:
        """Put a row into a section."""
        self.sections.setdefault(section, []).append(line)

    def ordered(self) -> Iterable[tuple[Section, Sequence[Line]]]:
        """Yield the sections that have rows, in the order of the report."""
        for section in Section:
            if self.sections.get(section):
                yield section, self.sections[section]

    def as_dict(self, limit: int | None = None) -> dict[str, Any]:
        """Return the report as plain values, each section with at most ``limit`` rows and its whole number."""
        return {
            "adapter": self.adapter,
            "file": self.file_name,
            "sha256": self.sha256,
            "source": self.source,
            "dry_run": self.dry_run,
            "batch": self.batch,
            "counts": self.counts,
            "matched_by": dict(self.how.most_common()),
            "sections": {
                section.value: {
                    "number": len(lines),
                    "rows": [_plain(line) for line in lines[:limit]],
                }
                for section, lines in self.ordered()
            },
        }


def _plain(line: Line) -> Mapping[str, Any]:
    return {
        "line": line.line,
        "subject": line.subject,
        "code": line.code,
        "message": line.message,
    }
