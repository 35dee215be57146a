"""Open questions: which place a name means."""

from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def question(request: HttpRequest, number: int) -> HttpResponse:
    raise NotImplementedError


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    raise NotImplementedError
