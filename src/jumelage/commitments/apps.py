from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "jumelage.commitments"
    label = "commitments"

    def ready(self) -> None:
        """Say what the records are called that rest on documents, and what is kept about a person."""
        from jumelage.commitments import models, receivers  # noqa: F401, PLC0415 - models come after apps
        from jumelage.documents.uses import name_uses  # noqa: PLC0415

        name_uses(models.Progress, _("what was done for a commitment"))
