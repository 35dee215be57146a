from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jumelage.documents"
    label = "documents"
