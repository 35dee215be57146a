from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "jumelage.sources"
    label = "sources"
