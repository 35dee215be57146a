"""Many rows at once: updates by primary key that cost one prepared statement, not one query each."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set the fields ``names`` of rows of ``model``.

    Args:
        model: the table.
        names: the fields to set.
        rows: for each row the new values in the order of ``names``, then its primary key.
    """
    if not rows:
        return
    meta = model._meta  # noqa: SLF001 - Django's documented API
    fields = [cast("Field[Any, Any]", meta.get_field(name)) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    table, key = quote(meta.db_table), quote(str(meta.pk.column))
    statement = f"UPDATE {table} SET {columns} WHERE {key} = %s"  # noqa: S608 - names from the model only
    prepared = [
        (
            *(
                field.get_db_prep_save(value, connection)
                for field, value in zip(fields, row, strict=False)
            ),
            row[-1],
        )
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
