"""The JSON Schema of an edition file, made from the same table as its reader: editors complete and check by it."""

from __future__ import annotations

import json

from book.edition_schema import EDITION
from book.keys import described

NAME = "edition.schema.json"


def json_schema() -> str:
    """Return the schema as the text of its file; every edition may leave every key to its base."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Une édition de « Fabriquer l’action sociale de demain »",
        "type": "object",
        "properties": {name: described(key) for name, key in EDITION.items()},
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
