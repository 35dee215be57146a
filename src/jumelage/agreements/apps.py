from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "jumelage.agreements"
    label = "agreements"
