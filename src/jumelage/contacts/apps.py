from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "jumelage.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Listen to what accounts say, tell them what is kept here, and say what rests on documents."""
        from jumelage.contacts import exporting, models, receivers  # noqa: F401, PLC0415 - models first
        from jumelage.documents.uses import name_uses  # noqa: PLC0415

        name_uses(models.LogEntry, _("an entry of the contact log"))
