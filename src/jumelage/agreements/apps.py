from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "jumelage.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Say what the records are called that rest on documents."""
        from jumelage.agreements import models  # noqa: PLC0415 - models come after apps
        from jumelage.documents.uses import name_uses  # noqa: PLC0415

        for model, words in (
            (models.ProposalAnswer, _("an answer that came by letter")),
            (models.Approval, _("a decision of a council")),
            (models.Signature, _("a signature under an agreement")),
            (models.Change, _("a declaration about a tie")),
            (models.PlanItem, _("something planned")),
        ):
            name_uses(model, words)
