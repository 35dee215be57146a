from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TiesConfig(AppConfig):
    name = "jumelage.ties"
    label = "ties"

    def ready(self) -> None:
        """Connect the receivers, and say what rests on documents here and who may read them for it."""
        from jumelage.documents.queries import GROUNDS  # noqa: PLC0415 - models are ready only now
        from jumelage.documents.uses import name_uses  # noqa: PLC0415
        from jumelage.ties import models, receivers  # noqa: F401, PLC0415 - connected by being imported
        from jumelage.ties.objections import may_read_evidence  # noqa: PLC0415

        name_uses(models.Claim, _("a claim about a tie"))
        name_uses(models.Objection, _("an objection"))
        if may_read_evidence not in GROUNDS:
            GROUNDS.append(may_read_evidence)
