"""Accounts from the time of passwords."""

from importlib import import_module

import pytest
from django.apps import apps

from jumelage.accounts.models import User


@pytest.mark.django_db
def test_passwords_are_forgotten_and_addresses_are_in_small_letters():
    for email in ("Anna@example.org", "ANNA@example.org", "Ivan@Example.org"):
        user = User(email=email)
        user.set_password("a long quiet river")
        user.save()
    migration = import_module("jumelage.accounts.migrations.0002_without_passwords")
    migration.forget_passwords(apps, None)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert sorted(User.objects.values_list("email", flat=True)) == [
        "ANNA@example.org", "anna@example.org", "ivan@example.org",
    ]  # fmt: skip
