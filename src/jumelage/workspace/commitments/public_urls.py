"""The public page on which reminders are switched off."""

from django.urls import path

from jumelage.workspace.commitments import public

app_name = "commitment-mail"
urlpatterns = [path("mail/<str:token>/", public.stop, name="stop")]
