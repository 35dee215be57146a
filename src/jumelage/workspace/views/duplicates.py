"""Duplicates."""

from django.http import HttpRequest, HttpResponse


def duplicates(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def compare(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def merges(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def part(request: HttpRequest, number: int) -> HttpResponse:
    raise NotImplementedError
