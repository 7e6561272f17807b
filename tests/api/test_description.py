"""The written description is that of the API; `python -m tests.api.test_description` writes it."""

from __future__ import annotations

import json
from pathlib import Path

DESCRIPTION = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


def described() -> str:
    """The OpenAPI description as it is now."""
    from tinhso.config.api import api  # noqa: PLC0415 - settings come first when run by itself

    schema = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, ensure_ascii=False, indent=2, default=str) + "\n"


def test_the_written_description_is_that_of_the_api() -> None:
    assert DESCRIPTION.read_text(encoding="utf-8") == described()


if __name__ == "__main__":
    import django

    django.setup()
    DESCRIPTION.write_text(described(), encoding="utf-8")
