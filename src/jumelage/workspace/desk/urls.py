"""The addresses of a tie’s desk and of documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
