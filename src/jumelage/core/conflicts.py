"""Two people changing the same thing at once: the second is told, and loses nothing that was typed."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from jumelage.core.domain.refusals import Problem, RefusedError

M = TypeVar("M", bound=Model)


class ConflictError(RefusedError):
    """Somebody else changed the thing since the actor read it. ``current`` is how it is now."""

    def __init__(self, current: Model) -> None:
        self.current = current
        message = _(
            "Somebody else changed this while you were writing. Compare the two, then save again."
        )
        super().__init__(Problem("conflict", "", message))


def locked(model: type[M], pk: int, version: int) -> M:
    """Return a row locked for writing, if it is still of the version that the actor read.

    What is changed of it is saved by :func:`save_changes`, which makes another version of it.

    Raises:
        ConflictError: it is of another version by now.
        Model.DoesNotExist: there is none such.
    """
    row = model._base_manager.select_for_update().get(pk=pk)  # noqa: SLF001 - Django’s own name for it
    if row.version != version:  # type: ignore[attr-defined]  # models that are edited together have one
        raise ConflictError(row)
    return row


def save_changes(row: Model, values: Mapping[str, object]) -> list[str]:
    """Save what is different of a locked row, as its next version; return the names of these fields.

    Nothing is saved, and the version stays, where nothing is different.
    """
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.version += 1  # type: ignore[attr-defined]  # as above
        row.save(update_fields=[*changed, "version"])
    return changed
