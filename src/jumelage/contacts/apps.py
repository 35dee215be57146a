from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "jumelage.contacts"
    label = "contacts"
