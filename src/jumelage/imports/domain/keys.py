"""The keys of a description in TOML, taken one by one: what is left over was a slip of the pen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, or the same for every row. Empty: from nowhere."""

    column: str = ""
    value: str = ""
    prefix: str = ""  # taken away from the beginning of what the column says

    def __bool__(self) -> bool:
        return bool(self.column or self.value)

    def of(self, row: Mapping[str, str]) -> str:
        """Return the value for a row, trimmed."""
        if not self.column:
            return self.value
        return row.get(self.column, "").removeprefix(self.prefix).strip()


NOWHERE = Cell()


def fold(text: str) -> str:
    """Return a word of a table of values as it is compared: case and spaces at the ends aside."""
    return " ".join(text.split()).casefold()


class Keys:
    """The keys of one table: taken one by one, so that what is left was not known."""

    def __init__(self, data: Any, path: str, problems: list[str] | None = None) -> None:
        self.problems: list[str] = [] if problems is None else problems
        self._path = path
        self._known: list[str] = []
        if not isinstance(data, dict):
            self.wrong("", "a table is expected")
            data = {}
        self._left: dict[str, Any] = dict(data)

    def wrong(self, key: str, message: str) -> None:
        """Note what is wrong with a key."""
        self.problems.append(f"{'.'.join(part for part in (self._path, key) if part)}: {message}")

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._left

    def left(self) -> list[str]:
        """Return the keys that were not taken yet."""
        return list(self._left)

    def take(self, key: str) -> Any:
        """Return the value of a key, and None where it is not given."""
        self._known.append(key)
        return self._left.pop(key, None)

    def table(self, key: str) -> "Keys":
        """Return the keys of a table within; empty where it is not given."""
        path = f"{self._path}.{key}" if self._path else key
        value = self.take(key)
        return Keys({} if value is None else value, path, self.problems)

    def text(self, key: str, check: Callable[[str], object] | None = None) -> str:
        """Return a text; empty where it is not given. ``check`` raises ValueError for what cannot be meant."""
        value = self.take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(key, "a text in quotes is expected")
            return ""
        try:
            if check and value:
                check(value)
        except ValueError as error:
            self.wrong(key, str(error))
        return value

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number between two bounds."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong(key, f"a whole number from {least} to {most} is expected")
            return default
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts; numbers in it are taken as written."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
            self.wrong(key, 'a list is expected: ["…", "…"]')
            return default
        return tuple(str(item) for item in value)

    def pairs(self, key: str, check: Callable[[str], object]) -> dict[str, str]:
        """Return a table of words and what they mean, the words folded."""
        inner = self.table(key)
        return {fold(word): inner.text(word, check) for word in inner.left()}

    def cell(self, key: str, check: Callable[[str], object] | None = None) -> Cell:
        """Return where a value comes from: ``"column"``, ``{ column = …, prefix = … }``, ``{ value = … }``."""
        if not self.has(key) or isinstance(self._left[key], str):
            return Cell(column=self.text(key))
        inner = self.table(key)
        cell = Cell(inner.text("column"), inner.text("value", check), inner.text("prefix"))
        if bool(cell.column) is bool(cell.value):
            inner.wrong("", 'either column = "…" or value = "…" is expected')
        inner.done()
        return cell

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._left:
            self.wrong(key, f"there is no such key; the keys here are {', '.join(self._known)}")
