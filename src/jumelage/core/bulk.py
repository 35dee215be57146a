"""Many rows at once, without a model instance and a statement for each few: what imports of millions need.

Inserting uses COPY on PostgreSQL and one prepared statement on SQLite. Nothing here checks or defaults a value: it is
for rows that an action has worked out.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    Field,
    JSONField,
    Max,
    Model,
    SlugField,
    TextField,
)


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set the fields ``names`` of rows of ``model``.

    Args:
        model: the table.
        names: the fields to set.
        rows: for each row the new values in the order of ``names``, then its primary key.
    """
    if not rows:
        return
    fields = _fields(model, names)
    convert = [_converter(field) for field in fields]
    key = connection.ops.quote_name(str(_meta(model).pk.column))
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    statement = f"UPDATE {_table(model)} SET {columns} WHERE {key} = %s"  # noqa: S608 - names from the model only
    prepared = [
        (*(change(value) for change, value in zip(convert, row, strict=False)), row[-1])
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)


def reserve_ids(model: type[Model], number: int) -> list[int]:
    """Return so many primary keys of which nobody else will make use; the transaction must be the only one to insert.

    On PostgreSQL others may insert at the same time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_meta(model).db_table, str(_meta(model).pk.column), number],
            )
            return [row[0] for row in cursor.fetchall()]
    # Keys are never used twice (AUTOINCREMENT), so the sequence may be ahead of the table.
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_meta(model).db_table])
        row = cursor.fetchone()
    highest = model._default_manager.aggregate(Max("pk"))["pk__max"] or 0  # noqa: SLF001 - Django's documented API
    first = max(highest, row[0] if row else 0) + 1
    return list(range(first, first + number))


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows.

    Args:
        model: the table.
        names: the fields given; all that have no default in the database.
        rows: values in the order of ``names``; for a foreign key its primary key.
    """
    fields = _fields(model, names)
    convert = [_converter(field) for field in fields]
    columns = ", ".join(_column(field) for field in fields)
    prepared = ([change(value) for change, value in zip(convert, row, strict=True)] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {_table(model)} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})",  # noqa: S608 - names from the model only
            cast("Any", prepared),
        )


def _meta(model: type[Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's documented API


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(_meta(model).db_table)


def _fields(model: type[Model], names: Sequence[str]) -> "list[Field[Any, Any]]":
    return [cast("Field[Any, Any]", _meta(model).get_field(name)) for name in names]


def _column(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _converter(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    """Return what makes a value one that the database takes."""
    if isinstance(field, JSONField):
        return lambda value: None if value is None else json.dumps(value)
    if isinstance(field, CharField | TextField | SlugField):
        return lambda value: None if value is None else str(value)
    if isinstance(field, DateField):  # DateTimeField is one
        return lambda value: field.get_db_prep_save(value, connection)
    return lambda value: value
