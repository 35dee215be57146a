from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jumelage.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect the receivers of what django-allauth says that it did."""
        from jumelage.accounts import receivers  # noqa: F401, PLC0415 - connected by being imported
