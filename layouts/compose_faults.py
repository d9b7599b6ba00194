"""What is wrong with a template, told as any other problem: its file, its line, a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb

from jinja2 import Template, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from book.problems import Problem, Problems


@contextmanager
def telling_templates(folder: Path) -> Iterator[None]:
    """Turn the faults of the templates in `folder` into Problems."""
    try:
        yield
    except TemplateSyntaxError as error:
        file = Path(error.filename or folder)
        raise _problem(file, error.lineno, "Le gabarit n’est pas bien formé", error) from error
    except TemplateNotFound as error:
        raise _problem(folder / str(error.name), 1, "Il manque un gabarit", error) from error
    except UndefinedError as error:
        raise _problem(*_place(error, folder), "Le gabarit emploie un nom que rien ne définit", error) from error
    except TemplateError as error:
        raise _problem(*_place(error, folder), "Le gabarit ne se compose pas", error) from error


def _place(error: Exception, folder: Path) -> tuple[Path, int]:
    """The innermost line of a template that an error passed through."""
    place = (folder, 1)
    for frame, line in walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            place = Path(template.filename or folder), template.get_corresponding_lineno(line)
    return place


def _problem(file: Path, line: int, sentence: str, error: TemplateError) -> Problems:
    return Problems([Problem(file, line, f"{sentence} : {error.message or error}.".replace("..", "."))])
