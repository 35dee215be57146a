"""Nobody signs in by a password any more; addresses are kept in small letters, so that each is one."""

from django.contrib.auth.hashers import make_password
from django.db import migrations


def forget_passwords(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    taken = set()
    for user in User.objects.order_by("pk").iterator():
        small = user.email.lower()
        if small not in taken:
            user.email = small
        taken.add(small)
        user.password = make_password(None)
        user.save(update_fields=["email", "password"])


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(forget_passwords, migrations.RunPython.noop)]
