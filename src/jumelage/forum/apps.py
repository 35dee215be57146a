from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "jumelage.forum"
    label = "forum"

    def ready(self) -> None:
        """Say what rests on documents here and who may read them for it, and what is kept of people."""
        from jumelage.contacts.elsewhere import KEEPERS, Keeper  # noqa: PLC0415 - models are ready only now
        from jumelage.documents.queries import GROUNDS  # noqa: PLC0415
        from jumelage.documents.uses import name_uses  # noqa: PLC0415
        from jumelage.forum import personal  # noqa: PLC0415
        from jumelage.forum.models import EditionDocument  # noqa: PLC0415
        from jumelage.forum.papers import may_read_paper  # noqa: PLC0415

        KEEPERS[personal.KEEPER] = Keeper(personal.find, personal.erase)
        name_uses(EditionDocument, _("a document of a forum"))
        if may_read_paper not in GROUNDS:
            GROUNDS.append(may_read_paper)
