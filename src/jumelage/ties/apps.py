from django.apps import AppConfig


class TiesConfig(AppConfig):
    name = "jumelage.ties"
    label = "ties"
