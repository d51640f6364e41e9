"""Everything of xlwings that the engine does not have says so."""

from __future__ import annotations

from types import FunctionType
from typing import Any, TypeVar

_T = TypeVar("_T", bound=type)


def complete(cls: _T) -> _T:
    """Give a class a clear refusal for whatever its xlwings base class leaves open.

    The base classes raise a bare ``NotImplementedError()``. What such a member would be called is put into the message
    here, also for the setter of a property that the engine can only read.

    Args:
        cls: A class whose bases come from ``xlwings.base_classes``.

    Returns:
        The same class.
    """
    for base in cls.__mro__[1:]:
        if not base.__module__.startswith("xlwings"):
            continue
        for name, member in vars(base).items():
            own = vars(cls).get(name) or _inherited(cls, name, base)
            if isinstance(member, property):
                _complete_property(cls, name, member, own)
            elif own is None and _is_open(member):
                setattr(cls, name, _refusal(f"{cls.__name__}.{name}()"))
    return cls


def _inherited(cls: type, name: str, base: type) -> Any:
    """What a class between `cls` and `base` defines under this name."""
    for between in cls.__mro__[1 : cls.__mro__.index(base)]:
        if name in vars(between):
            return vars(between)[name]
    return None


def _complete_property(cls: type, name: str, member: property, own: Any) -> None:
    label = f"{cls.__name__}.{name}"
    if own is None and _is_open(member.fget):
        setattr(cls, name, property(_refusal(label), _refusal(label)))
    elif isinstance(own, property) and own.fset is None and member.fset is not None:
        setattr(cls, name, property(own.fget, _refusal(f"setting {label}"), doc=own.__doc__))


def _is_open(member: object) -> bool:
    function = getattr(member, "__func__", member)
    return isinstance(function, FunctionType) and "NotImplementedError" in function.__code__.co_names


def _refusal(label: str) -> Any:
    def refuse(*_: object, **__: object) -> Any:
        raise NotImplementedError(f"the xlwings engine for LibreOffice does not support {label}")

    return refuse
