from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jumelage.places"
    label = "places"
