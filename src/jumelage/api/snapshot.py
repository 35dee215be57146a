"""Write the API's contract to ``docs/openapi.json``; a test compares it with the code."""

import json
import os
from pathlib import Path

CONTRACT = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


def contract() -> str:
    """Return the contract as the file has it."""
    from jumelage.api.app import api  # noqa: PLC0415 - Django must be set up first

    return json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
    import django

    django.setup()
    CONTRACT.write_text(contract(), encoding="utf-8")
