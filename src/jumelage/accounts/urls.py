"""The addresses of signing in and out."""

from django.urls import path

from jumelage.accounts.views import SignIn, SignOut

app_name = "accounts"
urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
]
