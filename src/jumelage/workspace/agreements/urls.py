"""The addresses of the life of a tie."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
