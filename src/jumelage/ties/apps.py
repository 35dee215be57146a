from django.apps import AppConfig


class TiesConfig(AppConfig):
    name = "jumelage.ties"
    label = "ties"

    def ready(self) -> None:
        """Connect the receivers."""
        from jumelage.ties import receivers  # noqa: F401, PLC0415 - connected by being imported
