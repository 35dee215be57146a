"""A round of the registry: ``python -m benchmarks.rounds [NUMBER]``: invented wishes, from the database to its pairs.

They are written into a database of its own, in a folder that is gone afterwards.
"""

import importlib
import os
import sys
import tempfile

import django
from django.core.management import call_command


def main() -> None:
    """Set an installation up, and measure in it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUMELAGE_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "jumelage.config.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        importlib.import_module("benchmarks.rounds_inside").measure(number)


if __name__ == "__main__":
    main()
