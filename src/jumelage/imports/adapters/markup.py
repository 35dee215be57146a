"""MediaWiki's markup as lines: what is shown, what links and flags name, what footnotes say.

Parsing is left to ``mwparserfromhell``; templates are understood as far as lists of twin towns use them.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import (
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.wikicode import Wikicode

from jumelage.imports.adapters.markup_templates import Meaning, footnote_of, meaning_of
from jumelage.imports.domain.wiki_lines import Cell, Line, Page, Piece, What

#: Tags that hold nothing of a list.
_SILENT = {
    "references",
    "gallery",
    "math",
    "score",
    "syntaxhighlight",
    "timeline",
    "source",
    "s",
    "del",
    "strike",
}
_BLOCKS = {"div", "p", "ul", "ol", "center", "blockquote", "dl", "section"}
_ITEMS = {"li": "*", "dt": ";", "dd": ":"}
#: Links to pictures, categories, and other wikis' pages.
_ASIDE = re.compile(
    r"^:?(?:file|image|category|datei|bild|kategorie|fichier|catégorie|файл|изображение|категория"
    r"|[a-z]{2,3}|[a-z]{2,3}-[a-z-]+|simple)\s*:",
    re.IGNORECASE,
)
_FLAG_FILE = re.compile(
    r"flag of (?:the )?([^.(|]+?)(?: \([^)]*\))?\.(?:svg|png|gif)", re.IGNORECASE
)
#: Signs that are not seen, but would make other words.
_UNSEEN = {
    0xA0: " ",
    0xAD: None,
    0x200B: None,
    0x200E: None,
    0x200F: None,
    0x2060: None,
    0xFEFF: None,
}
_MOST_SPAN = 200
#: Deeper than any page that people write.
_DEEPEST = 40


def read_page(text: str) -> Page:
    """Return a page as lines. Any text is read: what is no markup is text."""
    reader = _Reader()
    reader.walk(mwparserfromhell.parse(text))
    reader.end_line()
    return Page(reader.lines, reader.footnotes, text.split("\n"))


class _Reader:
    """Goes through the nodes of a page, and counts lines as they are written."""

    def __init__(self, footnotes: dict[str, str] | None = None, at: int = 1) -> None:
        self.lines: list[Line] = []
        self.footnotes: dict[str, str] = {} if footnotes is None else footnotes
        self.at = at
        self.tables = 0
        self._pieces: list[Piece] = []
        self._marker = ""
        self._begun = at
        self._depth = 0
        self._bold = False

    def walk(self, code: Wikicode | None, *, bold: bool = False) -> None:
        """Read the nodes one after the other."""
        if code is None or self._depth > _DEEPEST:
            return
        before, self._bold = self._bold, self._bold or bold
        self._depth += 1
        for node in code.nodes:
            start = self.at
            self._node(node)
            self.at = start + str(node).count("\n")
        self._depth -= 1
        self._bold = before

    def end_line(self) -> None:
        """Finish the line, if there is anything on it."""
        if self._marker or any(piece.text.strip() or piece.target for piece in self._pieces):
            self.lines.append(Line(self._begun, tuple(self._pieces), self._marker))
        self._pieces, self._marker, self._begun = [], "", self.at

    def _node(self, node: Any) -> None:
        if isinstance(node, Text):
            self._text(str(node))
        elif isinstance(node, HTMLEntity):
            self._add(html.unescape(str(node)))
        elif isinstance(node, Wikilink):
            self._link(node)
        elif isinstance(node, ExternalLink):
            self.walk(node.title)
        elif isinstance(node, Template):
            self._template(node)
        elif isinstance(node, Tag):
            self._tag(node)
        elif isinstance(node, Heading):
            self._heading(node)
        elif not isinstance(node, Comment):
            self._add(str(node))

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append(Piece(What.TEXT, text.translate(_UNSEEN), bold=self._bold))

    def _text(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._add(first)
        for line in rest:
            self.at += 1
            self.end_line()
            self._add(line)

    def _heading(self, node: Heading) -> None:
        self.end_line()
        self.walk(node.title)
        self.lines.append(Line(self._begun, tuple(self._pieces), level=int(node.level)))
        self._pieces = []
        self.end_line()

    def _link(self, node: Wikilink) -> None:
        target = str(node.title).strip()
        if flag := _FLAG_FILE.search(target.replace("_", " ")):
            self._pieces.append(Piece(What.FLAG, target=flag[1]))
        elif not _ASIDE.match(target):
            text = self._inside(node.text) if node.text is not None else target.lstrip(":")
            self._pieces.append(Piece(What.LINK, text.replace("_", " "), target, self._bold))

    def _inside(self, code: Wikicode | None) -> str:
        """Return what is shown of nodes; flags and footnotes among them are kept beside."""
        inner = _Reader(self.footnotes, self.at)
        inner._depth = self._depth
        inner.walk(code)
        inner.end_line()
        pieces = [piece for line in inner.lines for piece in line.pieces]
        self._pieces += [piece for piece in pieces if piece.what in {What.FLAG, What.FOOTNOTE}]
        return " ".join("".join(piece.text for piece in pieces).split())

    def _tag(self, node: Tag) -> None:
        name = str(node.tag).strip().lower()
        if name == "table":
            self._table(node)
        elif name in _ITEMS and node.wiki_markup:
            if self._pieces:  # “; town : its twin”
                self.end_line()
            self._marker += str(node.wiki_markup)
        elif name == "ref":
            self._footnote(node)
        elif name in {"br", "hr"}:
            self._add("\n")
        elif name in _BLOCKS or name in _ITEMS:
            self.end_line()
            self._marker = _ITEMS.get(name, "")
            self.walk(node.contents)
            self.end_line()
        elif name not in _SILENT:
            self.walk(node.contents, bold=name in {"b", "strong"})

    def _footnote(self, node: Tag) -> None:
        key = str(node.get("name").value).strip(" \"'") if node.has("name") else ""
        text = footnote_of(node.contents) if node.contents is not None else ""
        self._note(key or f"#{len(self.footnotes)}", text)

    def _note(self, key: str, text: str) -> None:
        if text:
            self.footnotes.setdefault(key, text)
        self._pieces.append(Piece(What.FOOTNOTE, target=key))

    def _template(self, node: Template) -> None:
        meaning, text = meaning_of(node)
        if meaning is Meaning.FLAG:
            self._pieces.append(Piece(What.FLAG, target=text))
        elif meaning is Meaning.TEXT:
            self._add(text)
        elif meaning is Meaning.NOTE:
            self._pieces.append(Piece(What.NOTE, text))
        elif meaning is Meaning.FOOTNOTE:
            self._note(text, "")
        elif meaning is Meaning.INLINE:
            self.walk(node.params[-1].value)
        elif meaning is Meaning.BLOCK:
            self._block(node)
        elif meaning is Meaning.OTHER:
            self._pieces.append(Piece(What.OTHER, target=text))

    def _block(self, node: Template) -> None:
        """Read what a template lays out: the values that hold lists or tables."""
        self.end_line()
        self.at += str(node.name).count("\n")
        for param in node.params:
            start = self.at
            value = str(param.value)
            self.at += str(param).partition(value)[0].count("\n") if value else 0
            # The marker of a list counts only at the beginning of a line.
            self.walk(mwparserfromhell.parse(value))
            self.end_line()
            self.at = start + str(param).count("\n")
        self._begun = self.at

    def _table(self, node: Tag) -> None:
        self.end_line()
        self.tables += 1
        if node.contents is None:
            return
        spans: dict[int, tuple[int, Cell]] = {}
        for number, cells in self._rows(node.contents):
            row = _spread(cells, spans)
            if row:
                self.lines.append(Line(number, cells=tuple(row), table=self.tables))
        self._begun = self.at

    def _rows(self, code: Wikicode) -> Iterator[tuple[int, list[tuple[Cell, int, int]]]]:
        """Yield the rows with their lines: each cell with how many rows and columns it spans."""
        loose: list[tuple[Cell, int, int]] = []
        begun = self.at
        for node in code.nodes:
            start = self.at
            if not isinstance(node, Tag):
                self.at = start + str(node).count("\n")
                continue
            name = str(node.tag).strip().lower()
            if name == "tr" or name in {"tbody", "thead"}:
                if loose:
                    yield begun, loose
                    loose = []
                yield from self._rows(node.contents)
            elif name in {"td", "th"}:
                begun = begun if loose else start
                down, across = _span(node, "rowspan"), _span(node, "colspan")
                loose.append((self._cell(node, header=name == "th"), down, across))
            self.at = start + str(node).count("\n")
        if loose:
            yield begun, loose

    def _cell(self, node: Tag, *, header: bool) -> Cell:
        inner = _Reader(self.footnotes, self.at)
        inner._depth = self._depth + 1
        contents = str(node.contents) if node.contents is not None else ""
        # Parsed anew, since the marker of a list counts only at the beginning of a line.
        inner.walk(mwparserfromhell.parse(contents.strip(" ")))
        inner.end_line()
        return Cell(tuple(inner.lines), header)


def _span(node: Tag, name: str) -> int:
    text = str(node.get(name).value).strip(" \"'") if node.has(name) else ""
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _spread(cells: list[tuple[Cell, int, int]], spans: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """Return a row with the cells in it that reach down from above, and note those that reach further."""
    row: list[Cell] = []
    for cell, down, across in cells:
        _from_above(row, spans)
        for _ in range(across):
            if down > 1:
                spans[len(row)] = (down - 1, cell)
            row.append(cell)
    _from_above(row, spans)
    return row


def _from_above(row: list[Cell], spans: dict[int, tuple[int, Cell]]) -> None:
    while len(row) in spans:
        left, cell = spans.pop(len(row))
        if left > 1:
            spans[len(row)] = (left - 1, cell)
        row.append(cell)
