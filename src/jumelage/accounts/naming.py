"""Where the names of people stand in what they recorded, and how a name is taken out again.

Records keep the label of who acted, so that they can be read without the account: in fields called ``author`` or
ending in ``_by``. This convention is all that an app has to keep for names to leave with their people.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, Model

from jumelage.accounts.models import User
from jumelage.core.models import AuditEntry


def fields_with_names() -> Iterator[tuple[type[Model], str]]:
    """Yield each model and field in which labels of people stand, the trail's own among them."""
    yield AuditEntry, "actor"
    for model in apps.get_models():
        if not model.__module__.startswith("jumelage."):
            continue
        for field in model._meta.concrete_fields:  # noqa: SLF001
            named = field.name == "author" or field.name.endswith("_by")
            if named and isinstance(field, CharField):
                yield model, field.name


def labels_of(user: User) -> set[str]:
    """Return the labels under which a person acted, and nobody else: a namesake's records are not touched."""
    own = set(AuditEntry.objects.filter(user=user).values_list("actor", flat=True).distinct())
    own |= {str(user)[:200], user.email}
    others = AuditEntry.objects.filter(actor__in=own).exclude(user=user).exclude(user=None)
    shared = set(others.values_list("actor", flat=True))
    people = User.objects.exclude(pk=user.pk)
    shared |= set(people.filter(name__in=own).values_list("name", flat=True))
    return own - shared


def forget_name(user: User, neutral: str) -> int:
    """Put a neutral word where a person's name stood; return in how many rows."""
    labels = labels_of(user)
    count = AuditEntry.objects.filter(user=user).update(actor=neutral)
    for model, name in fields_with_names():
        rows = model._default_manager.filter(**{f"{name}__in": labels})  # noqa: SLF001
        count += rows.update(**{name: neutral})
    return count
