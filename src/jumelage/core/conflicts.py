"""Two people changing the same thing at once: the second is told, and loses nothing that was typed."""

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

    The caller counts ``version`` up when saving.

    Raises:
        ConflictError: it is of another version by now.
        Model.DoesNotExist: there is none such.
    """
    row = model._base_manager.select_for_update().get(pk=pk)  # noqa: SLF001 - Django’s own name for it
    if row.version != version:  # type: ignore[attr-defined]  # models that are edited together have one
        raise ConflictError(row)
    return row
