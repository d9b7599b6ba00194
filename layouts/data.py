"""The YAML files of the layouts: read by libyaml where it is installed, and their faults told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from book.problems import Problem, Problems

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same answers, ten times faster


def read_data(path: Path) -> Any:
    """Read a YAML file. Raises Problems where it is not well-formed, OSError where it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Problems([Problem(path, line, f"Ce fichier n’est pas du YAML bien formé : {error.problem}.")]) from error
