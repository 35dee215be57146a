from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jumelage.site"
    label = "site"
