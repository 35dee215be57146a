"""The child's part: set the product up as its environment says, measure, and print the result as JSON.

    python -m benchmarks.inside MODULE OPTIONS

MODULE is one of this package with a function ``measure(options)``; OPTIONS is a JSON object.
"""

import importlib
import json
import sys
from pathlib import Path

from jumelage.cli.setup import ensure_database, prepare


def main() -> None:
    """Set up, measure, print."""
    prepare(None)
    ensure_database()
    from django.conf import settings  # noqa: PLC0415 - only once Django is set up

    from jumelage.cli.serving import collect_static  # noqa: PLC0415

    collect_static(Path(settings.STATIC_ROOT))
    module = importlib.import_module(f"benchmarks.{sys.argv[1]}")
    answer = module.measure(json.loads(sys.argv[2]))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
