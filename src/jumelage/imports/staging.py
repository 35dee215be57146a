"""Reading a source and finding its places: everything an import does before it writes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.domain.text import search_key, slugify
from jumelage.imports.domain.statements import (
    Acting,
    Adapter,
    Progress,
    Remark,
    SourceClaim,
    SourcePlace,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.imports.locating import Answer, Located, Locator, Places, Unlocated
from jumelage.imports.report import Line, Report, Section
from jumelage.places.domain.matcher import NameMatcher
from jumelage.sources.actions import SourceData
from jumelage.sources.models import Source
from jumelage.ties.domain.validation import Draft, parse_draft

#: Where remarks go in the report, by code; all others are refused rows, or notes if the row was used.
_SECTIONS = {
    "date": Section.DATES,
    "duplicate": Section.DUPLICATE_ROWS,
    "one_sided": Section.ONE_SIDED,
    "ambiguous": Section.AMBIGUOUS,
    "taken": Section.AMBIGUOUS,
    "none": Section.NONE,
    "left_out": Section.LEFT_OUT,
}

RefPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StagedClaim:
    """A claim whose places are known. ``by`` is the ref of the place that acted, or empty for both."""

    claim: SourceClaim
    by: str
    locator: str


@dataclass(slots=True)
class Question:
    """A name that a person has to decide about, and the rows that wait for it."""

    line: int
    place: SourcePlace
    partner: SourcePlace
    answer: Unlocated
    rows: int = 1


@dataclass(slots=True)
class Prepared:
    """What a source says, with its places found: ready to be applied."""

    origin: SourceData
    adapter: str
    file_name: str
    sha256: str
    places: Places
    report: Report
    #: Both refs in order → what is said about the tie.
    ties: dict[RefPair, list[StagedClaim]] = field(default_factory=dict)
    #: What the source says of each place, the first time that it says something.
    described: dict[str, SourcePlace] = field(default_factory=dict)
    questions: dict[tuple[str, ...], Question] = field(default_factory=dict)
    rows_left_out: list[tuple[Remark, Mapping[str, str]]] = field(default_factory=list)


def source_key(title: str) -> str:
    """Return the key of a source that is known by its title."""
    return slugify(title)[:120] or "list"


def read_all(adapter: Adapter, progress: Progress = silent) -> tuple[list[Statement], list[Remark]]:
    """Read a source to its end.

    Raises:
        RefusedError: it cannot be read as a whole.
    """
    statements: list[Statement] = []
    remarks: list[Remark] = []
    try:
        for item in adapter.read(progress):
            if isinstance(item, Statement):
                statements.append(item)
            else:
                remarks.append(item)
    except UnreadableSourceError as error:
        raise RefusedError(Problem("file", "", str(error))) from error
    except OSError as error:
        name = Path(str(error.filename or "")).name
        raise RefusedError(Problem("file", name, error.strerror or str(error))) from error
    return statements, remarks


def prepare(
    adapter: Adapter,
    origin: SourceData,
    *,
    file_name: str,
    open_matcher: Callable[[], NameMatcher],
    progress: Progress = silent,
) -> Prepared:
    """Read a source, find its places, and say what is odd. Nothing is written.

    Args:
        adapter: reads the source.
        origin: the source as it is to be recorded.
        file_name: what was read, for the record.
        open_matcher: opens the gazetteer, once the file was found readable.

    Raises:
        RefusedError: the source as a whole cannot be read.
    """
    statements, remarks = read_all(adapter, progress)
    progress("gazetteer", 0, 1)
    matcher = open_matcher()
    progress("gazetteer", 1, 1)
    known = Source.objects.filter(key=origin.key).first()
    locator = Locator(statements, matcher, known)
    places = locator.locate(lambda done, of: progress("match", done, of))
    sha256 = adapter.digest()
    report = Report(adapter.name, file_name, sha256, origin.title)
    prepared = Prepared(origin, adapter.name, file_name, sha256, places, report)
    _Staging(prepared).stage(statements, remarks)
    return prepared


class _Staging:
    """Puts the statements of a source together by tie, and what is odd about them into the report."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared, self.report = prepared, prepared.report
        self.stated: dict[RefPair, set[Acting]] = {}
        self.first_line: dict[RefPair, int] = {}

    def stage(self, statements: Sequence[Statement], remarks: Sequence[Remark]) -> None:
        for remark in remarks:
            self._remark(remark, remark.row)
        answers = self.prepared.places.answers
        placed = 0
        for number, statement in enumerate(statements):
            first, second = answers[2 * number], answers[2 * number + 1]
            placed += self._statement(statement, first, second)
        self._one_sided()
        self._doubles()
        self.report.counts = {
            "rows": len(statements) + sum(not remark.used for remark in remarks),
            "placed": placed,
            "ties": len(self.prepared.ties),
            "places": len(self.prepared.described),
        }

    def _remark(self, remark: Remark, row: Mapping[str, str], subject: str = "") -> None:
        otherwise = Section.NOTES if remark.used else Section.REFUSED
        section = _SECTIONS.get(remark.code, otherwise)
        named = " – ".join(filter(None, (row.get("city1", ""), row.get("city2", ""))))
        line = Line(remark.line, subject or named, remark.message, remark.code)
        self.report.add(section, line)
        if not remark.used:
            self.prepared.rows_left_out.append((remark, row))

    def _statement(self, statement: Statement, first: Answer | None, second: Answer | None) -> bool:
        """Stage one statement. Returns whether both of its places were found."""
        sides = (
            (statement.first, statement.second, first),
            (statement.second, statement.first, second),
        )
        for place, partner, answer in sides:
            if isinstance(answer, Located):
                self.report.how[answer.how] += 1
            elif answer is not None:
                self._unlocated(statement, place, partner, answer)
        if not isinstance(first, Located) or not isinstance(second, Located):
            return False
        if first.ref == second.ref:
            message = f"both names mean the same place ({first.ref})"
            remark = Remark(statement.line, "same_place", message, statement.row)
            self._remark(remark, statement.row, _names(statement))
            return False
        for place, located in ((statement.first, first), (statement.second, second)):
            self.prepared.described.setdefault(located.ref, place)
        self._tie(statement, first.ref, second.ref)
        return True

    def _unlocated(
        self, statement: Statement, place: SourcePlace, partner: SourcePlace, answer: Unlocated
    ) -> None:
        candidates = "; ".join(
            f"{c['ref']} {c['name']} ({c['division']}, {c['population']})"
            for c in answer.candidates
        )
        row = statement.row or {
            "city1": statement.first.query.name, "country1": statement.first.query.country,
            "city2": statement.second.query.name, "country2": statement.second.query.country,
        }  # fmt: skip
        message = f"{place.query.name}: {answer.message}"
        remark = Remark(statement.line, answer.code, message, row, candidates=candidates)
        self._remark(remark, row, _names(statement))
        query = place.query
        key = (query.country, search_key(query.name), query.division, query.within)
        question = self.prepared.questions.get(key)
        if question is not None:
            question.rows += 1
        elif answer.code != "left_out":
            self.prepared.questions[key] = Question(statement.line, place, partner, answer)

    def _tie(self, statement: Statement, first: str, second: str) -> None:
        pair = (first, second) if first < second else (second, first)
        staged = self.prepared.ties.setdefault(pair, [])
        seen = self.stated.setdefault(pair, set())
        stated_by = {Acting.FIRST: first, Acting.SECOND: second}.get(statement.stated_by, "")
        side = (
            Acting.BOTH
            if not stated_by
            else (Acting.FIRST if stated_by == pair[0] else Acting.SECOND)
        )
        if pair in self.first_line and (side in seen or side is Acting.BOTH):
            message = f"the same two places as in line {self.first_line[pair]}, under other names"
            remark = Remark(statement.line, "duplicate", message, statement.row, used=True)
            self._remark(remark, statement.row, _names(statement))
        seen.add(side)
        self.first_line.setdefault(pair, statement.line)
        present = {(item.claim.kind, item.claim.when, item.by) for item in staged}
        for said in statement.claims:
            claim = self._checked(statement, said)
            by = {Acting.FIRST: first, Acting.SECOND: second}.get(claim.side, "")
            if (claim.kind, claim.when, by) not in present:
                present.add((claim.kind, claim.when, by))
                staged.append(StagedClaim(claim, by, statement.locator))

    def _checked(self, statement: Statement, claim: SourceClaim) -> SourceClaim:
        """Return the claim with a date that can be meant; an impossible one is kept in the note, and reported."""
        problem = _date_problem(claim.when)
        if not problem:
            return claim
        remark = Remark(statement.line, "date", problem, statement.row, used=True)
        self._remark(remark, statement.row, _names(statement))
        note = f"{claim.note}; date as given: {claim.when}".removeprefix("; ")
        kind = "attested" if claim.kind == "signed" else claim.kind
        return replace(claim, kind=kind, when="", note=note)

    def _one_sided(self) -> None:
        """Report ties that only one of two pages names. Sources without a page for each say nothing of it."""
        both = {Acting.FIRST, Acting.SECOND}
        directed = {pair for pair, sides in self.stated.items() if sides & both}
        for pair in directed:
            if len(self.stated[pair] & both) == 1:
                names = " – ".join(self.prepared.described[ref].query.name for ref in pair)
                by = pair[0] if Acting.FIRST in self.stated[pair] else pair[1]
                message = f"stated only on the page of {self.prepared.described[by].query.name}"
                self.report.add(
                    Section.ONE_SIDED, Line(self.first_line[pair], names, message, "one_sided")
                )

    def _doubles(self) -> None:
        for (one, other), reason in self.prepared.places.doubles.items():
            self.report.add(
                Section.DUPLICATE_PLACES, Line(0, f"{one} – {other}", reason, "duplicate")
            )


def _names(statement: Statement) -> str:
    return f"{statement.first.query.name} – {statement.second.query.name}"


@lru_cache(maxsize=8192)
def _date_problem(when: str) -> str:
    parsed = parse_draft(Draft("attested", when=when))
    return "; ".join(problem.message for problem in parsed) if isinstance(parsed, list) else ""


def staged_rows(prepared: Prepared) -> Iterator[tuple[RefPair, StagedClaim]]:
    """Yield every staged claim with its two places."""
    for pair, claims in prepared.ties.items():
        for claim in claims:
            yield pair, claim
