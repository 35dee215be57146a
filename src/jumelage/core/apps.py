from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "jumelage.core"
    label = "core"

    def ready(self) -> None:
        """Learn the jobs of all apps."""
        autodiscover_modules("jobs")
