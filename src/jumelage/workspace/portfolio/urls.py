"""The addresses of the portfolio."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
