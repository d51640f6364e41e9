"""What is wrong with a mapping file, in the words of one who writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from pmo_workbook.spelling import closest

_WANTED: Mapping[str, str] = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": 'a list such as ["Done", "Closed"]',
    "dict_type": "a section with a line for each word",
    "model_type": "a section of its own",
    "string_too_long": "one sign",
    "string_too_short": "one sign",
    "greater_than_equal": "1 or more",
}
"""What is asked for, by the kind of error that pydantic names."""


def slips(model: type[BaseModel], errors: Iterable[Any]) -> list[str]:
    """Say what is wrong with a file that a model does not accept.

    Args:
        model: What the file should hold.
        errors: Errors as pydantic lists them.

    Returns:
        A sentence for each place that has an error.
    """
    said: dict[tuple[Any, ...], str] = {}
    for error in errors:
        # of the errors of one place, such as "no text" and "no number", the first will do
        said.setdefault(_named(error["loc"]), _sentence(model, error))
    return list(said.values())


def _sentence(model: type[BaseModel], error: Any) -> str:
    *outer, last = _named(error["loc"])
    where = _section(outer)
    match error["type"]:
        case "extra_forbidden":
            keys = list(_keys(model, outer))
            near = closest(str(last), keys)
            meant = f"; is '{near}' meant?" if near else "."
            whole = f"the section {where}" if where else "a mapping"
            return f"'{last}' is none of the keys of {whole}: {', '.join(keys)}{meant}"
        case "missing":
            return f"The section {where} needs a line '{last} = …'."
        case "literal_error":
            return f"'{last}'{_within(where)} must be {error['ctx']['expected']}; it is {_shown(error['input'])}."
        case kind:
            wanted = _WANTED.get(kind, "a text or a number")
            return f"'{last}'{_within(where)} must be {wanted}; it is {_shown(error['input'])}."


def _named(place: tuple[Any, ...]) -> tuple[Any, ...]:
    """A place without the names of types that pydantic adds where a value may be of several."""
    named = tuple(part for part in place if part not in ("str", "int", "float", "dict[str,str]"))
    # the position in a list of words says less than the name of the list
    return named[:-1] if len(named) > 1 and isinstance(named[-1], int) else named


def _section(outer: list[Any]) -> str:
    names = [str(part) for part in outer if not isinstance(part, int)]
    numbers = [part + 1 for part in outer if isinstance(part, int)]
    section = ".".join(names)
    return f"[[{section}]] number {numbers[0]}" if numbers else f"[{section}]" if section else ""


def _within(where: str) -> str:
    return f" in {where}" if where else ""


def _shown(value: Any) -> str:
    text = f"{value!s}".lower() if isinstance(value, bool) else f"{value!s}"
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _keys(model: type[BaseModel], outer: list[Any]) -> Iterable[str]:
    """Names that are allowed where an unknown one stands."""
    for part in outer:
        if isinstance(part, int):
            continue
        inner = _inner(model.model_fields[part].annotation)
        if inner is None:
            return ()
        model = inner
    return model.model_fields


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model within a type such as ``Model | None`` or ``tuple[Model, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner(part)
        if found is not None:
            return found
    return None
