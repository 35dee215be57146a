"""The addresses of memberships."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
