"""The public page on which somebody asks about the own data."""

from django.urls import path

from jumelage.workspace.contacts import public

app_name = "your-data"
urlpatterns = [
    path("", public.ask, name="ask"),
    path("sent/", public.sent, name="sent"),
    path("<int:number>/<slug:secret>/", public.confirm, name="confirm"),
]
