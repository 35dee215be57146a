"""The report of an import as a page or as JSON, and the file of rows that were not used."""

import csv
import json
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from jumelage.core.domain.text import csv_cell
from jumelage.imports.report import Report, Section
from jumelage.imports.staging import Prepared

SECTION_TITLES = {
    Section.AMBIGUOUS: _("names that may mean several places"),
    Section.NONE: _("names of which no place was found"),
    Section.REFUSED: _("rows that could not be used"),
    Section.DATES: _("dates that cannot be meant, kept as given"),
    Section.ONE_SIDED: _("ties stated by one side only"),
    Section.DUPLICATE_ROWS: _("rows that repeat another"),
    Section.DUPLICATE_PLACES: _("places that may be on record twice"),
    Section.STILL_LISTED: _("ties listed although suspended or ended"),
    Section.CHANGED: _("claims that the source now makes otherwise"),
    Section.VANISHED: _("claims of an earlier edition, no longer made"),
    Section.LEFT_OUT: _("names left out, as a person decided"),
    Section.NOTES: _("other remarks"),
}
COUNT_TITLES = {
    "rows": _("rows read"),
    "placed": _("rows whose two places were found"),
    "ties": _("ties named"),
    "places": _("places named"),
    "new_claims": _("new claims"),
    "new_ties": _("new ties"),
    "new_places": _("new places"),
    "known": _("claims that were on record"),
    "changed": _("claims changed"),
    "withdrawn": _("claims not recorded again, since a person took them back"),
    "vanished": _("claims of an earlier edition, no longer made"),
    "questions": _("open questions"),
}
HOW_TITLES = {
    "decision": _("by a person’s decision"),
    "identifier": _("by an identifier on record"),
    "gazetteer": _("by name, in the gazetteer"),
    "register": _("by name, in the register"),
    "source": _("by the source’s own word"),
    "network": _("by name and partners"),
}
REVIEW_COLUMNS = ("line", "code", "message", "candidates")


def write_report(report: Report, path: Path) -> None:
    """Write the report as a page (``.html``) or as JSON (any other ending), whole or not at all."""
    text = as_html(report) if path.suffix == ".html" else as_json(report)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def as_json(report: Report) -> str:
    """Return the whole report as JSON."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n"


def as_html(report: Report) -> str:
    """Return the whole report as a page that needs nothing else."""
    return render_to_string("imports/report.html", report_context(report))


def report_context(report: Report) -> dict[str, object]:
    """Return what the template needs."""
    return {
        "report": report,
        "counts": [(title, report.counts.get(name, 0)) for name, title in COUNT_TITLES.items()],
        "how": [(HOW_TITLES.get(name, name), number) for name, number in report.how.most_common()],
        "sections": [
            (section.value, SECTION_TITLES[section], lines) for section, lines in report.ordered()
        ],
    }


def write_review(prepared: Prepared, path: Path) -> None:
    """Write the rows that were not used as CSV: the line, why, the candidates, and the row as it was.

    Its columns are those of the file that was read, so that the corrected rows can be imported as they are.
    """
    rows = sorted(prepared.rows_left_out, key=lambda item: item[0].line)
    own = list(dict.fromkeys(name for _remark, row in rows for name in row))
    columns = [*REVIEW_COLUMNS, *(name for name in own if name not in REVIEW_COLUMNS)]
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, columns, restval="", extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        for remark, row in rows:
            told = {
                "line": remark.line,
                "code": remark.code,
                "message": remark.message,
                "candidates": remark.candidates,
            }
            writer.writerow({name: csv_cell(value) for name, value in {**row, **told}.items()})
    part.replace(path)
