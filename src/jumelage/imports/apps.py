from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "jumelage.imports"
    label = "imports"
