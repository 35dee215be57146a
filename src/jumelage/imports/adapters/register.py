"""Any register that is a table, read as a small description says (:mod:`jumelage.imports.domain.mapping`)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from jumelage.imports.adapters.tables import (
    UNDECODABLE,
    Table,
    TableRow,
    digest_of,
    open_table,
    read_bytes,
)
from jumelage.imports.domain.mapping import MappingError, RegisterMap, SourceDefaults, parse_map
from jumelage.imports.domain.register_rows import RowReader
from jumelage.imports.domain.statements import (
    Progress,
    Remark,
    Statement,
    UnreadableSourceError,
    silent,
)

#: How often progress is told, in rows.
_STEP = 1_000
_MAPS = Path(__file__).parents[1] / "maps"


def maps_at_hand() -> list[str]:
    """Return the names of the descriptions that come with the package."""
    return sorted(path.stem for path in _MAPS.glob("*.toml"))


def find_map(name: str | Path) -> Path:
    """Return the file of a description: the path itself, or one that comes with the package by its name.

    Raises:
        UnreadableSourceError: there is neither.
    """
    path = Path(name)
    packaged = _MAPS / f"{path.name.removesuffix('.toml')}.toml"
    if path.is_file():
        return path
    if str(name) == path.name and packaged.is_file():
        return packaged
    raise UnreadableSourceError(
        f"there is no map {name}: give a file, or one of {', '.join(maps_at_hand())}"
    )


def read_map(path: Path) -> RegisterMap:
    """Return a description, checked.

    Raises:
        UnreadableSourceError: it cannot be read or used; every key that is wrong is named.
    """
    try:
        return parse_map(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(f"{path.name}: is not UTF-8; save the file as UTF-8") from error
    except MappingError as error:
        raise UnreadableSourceError(f"{path.name}: {error}") from error


class RegisterTable:
    """Reads a table; every row is a statement, or a remark."""

    name = "register"

    def __init__(self, path: Path, map_path: Path | str) -> None:
        self.path = path
        self.map_path = find_map(map_path)
        self.map = read_map(self.map_path)

    @property
    def source(self) -> SourceDefaults:
        """What the description says of the source, for what the command leaves open."""
        return self.map.source

    def digest(self) -> str:
        """Return what stands for the table together with its description (SHA-256).

        Raises:
            UnreadableSourceError: one cannot be read.
        """
        return digest_of(self.path, self.map_path)

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield statements and remarks, in the order of the rows; a statement comes after the remarks on its row.

        Raises:
            UnreadableSourceError: the file cannot be read, or a column of the description is missing.
        """
        table = self._open()
        progress("read", 0, table.lines)
        if table.encoding.startswith("cp") and not self.map.file.encoding:
            message = f"read as {table.encoding}; if letters are wrong, set [file] encoding"
            yield Remark(1, "encoding", message, used=True)
        reader = RowReader(self.map)
        for number, row in enumerate(table.rows, start=1):
            if isinstance(row, Remark):
                yield row
            elif problem := _malformed(row, self.map.columns):
                yield problem
            else:
                yield from reader.understand(row.line, row.values)
            if number % _STEP == 0:
                progress("read", min(row.line, table.lines), table.lines)
        progress("read", table.lines, table.lines)

    def _open(self) -> Table:
        form = self.map.file
        table = open_table(
            read_bytes(self.path),
            encoding=form.encoding,
            delimiter=form.delimiter,
            language=self.map.language,
            skip=form.skip,
            columns=form.columns,
        )
        missing = [name for name in self.map.columns if name not in table.columns]
        if missing:
            raise UnreadableSourceError(
                f"{self.path.name} has no column {', '.join(missing)}, which {self.map_path.name} names; "
                f"its columns are {', '.join(name for name in table.columns if name)}"
            )
        return table


def _malformed(row: TableRow, columns: tuple[str, ...]) -> Remark | None:
    values: Mapping[str, str] = row.values
    if row.surplus or row.missing:
        what = "more" if row.surplus else "fewer"
        message = f"the row has {what} fields than the header; is a name unquoted?"
        return Remark(row.line, "columns", message, values)
    for column in columns:
        if UNDECODABLE in values.get(column, ""):
            message = (
                f"{column}: “{values[column]}” is not in the file's encoding; set [file] encoding"
            )
            return Remark(row.line, "encoding", message, values, column)
    return None
