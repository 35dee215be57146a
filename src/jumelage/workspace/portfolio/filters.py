"""Understanding what the address of the portfolio asks for: which ties, in which order."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from jumelage.ties.domain.terms import Activity, Form, Legal
from jumelage.workspace.domain.portfolio import ORDERS, Wanted
from jumelage.workspace.domain.warnings import WarningKind

#: The order in which the portfolio is shown unless another is asked for.
USUAL = "warnings"
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. What it does not know is left out."""

    wanted: Wanted
    order: str = USUAL

    @property
    def query(self) -> str:
        """The same question, to be put after another address; with its question mark, empty for all."""
        return self._query(self.order)

    def sorted_by(self, key: str) -> "SortLink":
        """Return the head of a column: the address that sorts by it (turned round the second time), and how it is."""
        turned = f"-{key}" if self.order == key else key
        state = {key: "ascending", f"-{key}": "descending"}.get(self.order, "none")
        return SortLink(self._query(turned) or "?", state)

    def _query(self, order: str) -> str:
        wanted = self.wanted
        parts = {
            "q": wanted.text, "country": wanted.country, "standing": wanted.standing,
            "activity": wanted.activity, "warning": wanted.warning, "form": wanted.form,
            "sort": "" if order == USUAL else order,
        }  # fmt: skip
        given = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class SortLink:
    """A column's head: where it leads, and how the list is sorted by it (for ``aria-sort``)."""

    url: str
    state: str


def read_asked(request: HttpRequest) -> Asked:
    """Read which ties are asked for, in which order."""
    get = request.GET
    order = get.get("sort", USUAL)
    return Asked(
        Wanted(
            country=get.get("country", "").strip().upper()[:4],
            standing=_known(get.get("standing", ""), {legal.value for legal in Legal}),
            activity=_known(get.get("activity", ""), {activity.value for activity in Activity}),
            warning=_known(
                get.get("warning", ""), {kind.value for kind in WarningKind} | {"any", "urgent"}
            ),
            form=_known(get.get("form", ""), {form.value for form in Form} | {"unknown"}),
            text=get.get("q", "").strip()[:LONGEST],
        ),
        order if order.removeprefix("-") in ORDERS else USUAL,
    )


def _known(text: str, values: set[str]) -> str:
    return text if text in values else ""
