"""What rests on a document: a claim, an objection, a signature. Apps above say what their records are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import PROTECT, ManyToOneRel, Model
from django.utils.translation import gettext as _

from jumelage.documents.models import Document

#: Words for the records that refer to documents, by the model's label (``ties.claim``).
WORDS: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Use:
    """A record that rests on a document."""

    label: str
    number: int

    @property
    def words(self) -> str:
        """What the record is called."""
        return str(WORDS.get(self.label) or _("a record"))


def name_uses(model: type[Model], words: object) -> None:
    """Say what a model's records are called (a lazy translation); for ``AppConfig.ready`` of the model's app."""
    WORDS[model._meta.label_lower] = words  # noqa: SLF001 - Django’s own name for it


def uses_of(documents: Iterable[int]) -> dict[int, list[Use]]:
    """Return the records that rest on documents, by the documents' ids: one query for each model that may refer."""
    ids = list(documents)
    found: dict[int, list[Use]] = {pk: [] for pk in ids}
    for model, field in _referring():
        rows = model._base_manager.filter(**{f"{field}__in": ids})  # noqa: SLF001 - Django’s own
        label = model._meta.label_lower  # noqa: SLF001
        for document, number in rows.order_by("pk").values_list(f"{field}_id", "pk"):
            found[document].append(Use(label, number))
    return found


def _referring() -> list[tuple[type[Model], str]]:
    """Return the fields that hold a document fast: those that let it go (a letter) do not rest on it."""
    fields = Document._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django’s own name for it
    return [
        (field.related_model, field.field.name)
        for field in fields
        if isinstance(field, ManyToOneRel) and field.on_delete is PROTECT
    ]
