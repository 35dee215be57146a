from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "jumelage.partners"
    label = "partners"

    def ready(self) -> None:
        """Listen to what accounts say, and tell them what is kept here."""
        from jumelage.partners.wishes import receivers  # noqa: F401, PLC0415 - models first
