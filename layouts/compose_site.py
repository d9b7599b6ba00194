"""The pages to download from, as HTML: templates of layouts/site/pages, with everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from book import french, typography
from layouts.compose_cache import COMPILED


class PageComposer:
    """Composes the pages of a folder of templates; nothing that it is given is taken for HTML."""

    def __init__(self, folder: Path, values: Mapping[str, Any]) -> None:
        """Take the templates' folder, and what all pages may name."""
        self._jinja = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=COMPILED,
        )
        self._jinja.filters.update(
            set=typography.typeset,
            title=typography.title,
            sentence=french.sentence_case,
            day=lambda day: typography.typeset(french.long_date(day)),
        )
        self._jinja.globals.update(values)

    def page(self, template: str, values: Mapping[str, Any]) -> bytes:
        """Compose one page."""
        return self._jinja.get_template(template).render(values).encode()
