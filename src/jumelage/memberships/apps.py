from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    name = "jumelage.memberships"
    label = "memberships"

    def ready(self) -> None:
        """Connect the receivers, and say who may read the letters of applications."""
        from jumelage.documents.queries import GROUNDS  # noqa: PLC0415 - models are ready only now
        from jumelage.memberships import receivers  # noqa: F401, PLC0415 - connected by being imported
        from jumelage.memberships.permissions import may_read_letter  # noqa: PLC0415

        if may_read_letter not in GROUNDS:
            GROUNDS.append(may_read_letter)
