from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    name = "jumelage.memberships"
    label = "memberships"

    def ready(self) -> None:
        """Connect the receivers."""
        from jumelage.memberships import receivers  # noqa: F401, PLC0415 - connected by being imported
