"""What an officer's browser does with a page: reads its forms, and tells what an answer means."""

from collections.abc import Iterable
from html.parser import HTMLParser

Fields = dict[str, list[str]]
#: What the officers write begins so.
MARK = "Load "
#: What another officer who was faster makes the product say: an answer, and no error.
FASTER = (
    "There is an open proposal between the two places.",
    "This proposal was answered before.",
)
DONE, CONFLICT, REFUSED, ERROR = "done", "conflict", "refused", "error"


def form_with(html: str, field: str) -> Fields:
    """Return what a browser would send of the first form that has a field, if nothing was typed.

    Raises:
        ValueError: no form of the page has it.
    """
    reader = _Forms()
    reader.feed(html)
    reader.close()
    for names, fields in reader.forms:
        if field in names:
            return fields
    raise ValueError(f"no form with “{field}”")


def meaning(status: int, text: str, *, expected: Iterable[int], is_write: bool) -> str:
    """Return what an answer means: done, a conflict, refused since another officer was faster, or an error."""
    if status in set(expected):
        return DONE
    if is_write and status == 409:
        return CONFLICT
    if is_write and status == 422 and any(sentence in text for sentence in FASTER):
        return REFUSED
    return ERROR


class _Forms(HTMLParser):
    """The forms of a page: the names of all fields of each, and the values that would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[set[str], Fields]] = []
        self._inside = False
        self._select = self._area = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((set(), {}))
            self._inside = True
        elif not self._inside:
            return
        elif tag == "input":
            self._input(known)
        elif tag == "select":
            self._select = known.get("name", "")
            self._name(self._select)
        elif tag == "option" and self._select:
            self._option(known)
        elif tag == "textarea":
            self._area, self._words = known.get("name", ""), []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            # The line break after the tag belongs to the page, not to the words.
            self._send(self._area, "".join(self._words).removeprefix("\n"))
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._words.append(data)

    def _input(self, known: dict[str, str]) -> None:
        name, kind = known.get("name", ""), known.get("type", "text")
        self._name(name)
        ticked = "checked" in known or kind not in {"radio", "checkbox"}
        if ticked and kind not in {"submit", "button", "file"}:
            self._send(name, known.get("value", "on" if kind == "checkbox" else ""))

    def _option(self, known: dict[str, str]) -> None:
        """Take the option that is selected, else the first."""
        fields = self.forms[-1][1]
        if "selected" in known or self._select not in fields:
            fields[self._select] = [known.get("value", "")]

    def _name(self, name: str) -> None:
        self.forms[-1][0].add(name)

    def _send(self, name: str, value: str) -> None:
        self._name(name)
        if name:
            self.forms[-1][1].setdefault(name, []).append(value)
