from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "jumelage.workspace"
    label = "workspace"
