"""The public pages on which one writes to the owner of a wish."""

from django.urls import path

from jumelage.workspace.wishes import public

app_name = "wish-message"
urlpatterns = [
    path("<int:number>/write/", public.write, name="write"),
    path("<int:number>/write/sent/", public.sent, name="sent"),
    path("messages/<int:number>/<slug:secret>/", public.confirm, name="confirm"),
    path("mail/<str:token>/", public.stop, name="stop"),
]
