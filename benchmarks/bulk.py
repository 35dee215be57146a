"""Filling tables of PostgreSQL in bulk: COPY without the indexes, then the indexes anew."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from psycopg import Cursor, sql

Row = Sequence[object]
#: Told after every so many rows.
REPORT_EVERY = 50_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy(
    cursor: Cursor,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Append rows to a table. Returns how many."""
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    number = 0
    with cursor.copy(statement) as target:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join([_text(value) for value in row]))
            number += 1
            if number % REPORT_EVERY == 0:
                target.write("\n".join(lines) + "\n")
                lines.clear()
                progress(number)
        if lines:
            target.write("\n".join(lines) + "\n")
    progress(number)
    return number


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return str(value)


@contextmanager
def without_indexes(cursor: Cursor, tables: Sequence[str]) -> Iterator[None]:
    """Drop all indexes and constraints of the tables but the primary keys, and make them again afterwards.

    Within one transaction nobody else ever sees the tables without them.
    """
    constraints = cursor.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f' "
        "from pg_constraint where conrelid = any(%s::regclass[]) and contype in ('f', 'u') "
        "union select conrelid::regclass::text, conname, pg_get_constraintdef(oid), true "
        "from pg_constraint where confrelid = any(%s::regclass[]) and contype = 'f' order by 4 desc",
        [list(tables), list(tables)],
    ).fetchall()
    for table, name, _, _ in constraints:
        cursor.execute(f"alter table {table} drop constraint {_quoted(name)}")
    indexes = cursor.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i "
        "where i.indrelid = any(%s::regclass[]) and not i.indisprimary",
        [list(tables)],
    ).fetchall()
    for name, _ in indexes:
        cursor.execute(f"drop index {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition, _ in reversed(constraints):
        cursor.execute(f"alter table {table} add constraint {_quoted(name)} {definition}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def set_sequence(cursor: Cursor, table: str) -> None:
    """Let the table's next number follow the highest one."""
    statement = sql.SQL("select setval(pg_get_serial_sequence({}, 'id'), (select max(id) from {}))")
    cursor.execute(statement.format(sql.Literal(table), sql.Identifier(table)))
