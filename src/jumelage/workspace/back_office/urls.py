"""The addresses of the back office."""

from django.urls import URLPattern

app_name = "back-office"
urlpatterns: list[URLPattern] = []
