from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    name = "jumelage.memberships"
    label = "memberships"
