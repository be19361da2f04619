"""Frozen, validated dataclasses that turn into plain dictionaries and back; errors name the field."""

import dataclasses
import difflib
import math
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, cast

from ganlib.errors import ConfigError, UnknownSettingError
from ganlib.i18n import N_

Scalar = bool | int | float | str


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a setting may be: a closed range, or one of a few choices.

    Attributes:
        is_choice: whether a text that is none of the choices is one all the same.
    """

    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    is_choice: Callable[[Any], object] = lambda _: False

    def describe(self) -> str:
        if self.choices:
            return ", ".join(self.choices)
        return f"{self.minimum:,.10g} – {self.maximum:,.10g}" if self.minimum is not None else ""


def setting(default: Scalar, minimum: float | None = None, maximum: float | None = None, **choices: Any) -> Any:
    """A dataclass field with a default and the bounds that construction enforces."""
    return dataclasses.field(default=default, metadata={"bounds": Bounds(minimum=minimum, maximum=maximum, **choices)})


def parse_scalar(key: str, text: str, kind: type) -> Scalar:
    """Read one setting from text (a link, the command line).

    Raises:
        ConfigError: `text` does not spell a value of type `kind`.
    """
    try:
        if kind is bool:
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        return cast(Scalar, kind(text))
    except (KeyError, ValueError) as error:
        raise _wrong_type(key, text, kind) from error


def _wrong_type(key: str, value: object, kind: type) -> ConfigError:
    expected = {bool: "true / false", int: "1, 2, 3 …", float: "0.5", str: "abc"}[kind]
    return ConfigError(
        key, N_("{field}: got “{value}”, expected a value like {expected}."), value=value, expected=expected
    )


class Config:
    """Base of every config dataclass: checks itself on construction, converts to and from dictionaries.

    Nested configs appear under dotted keys: `g_optimizer.learning_rate`.
    """

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if not isinstance(value, Config):
                object.__setattr__(self, field.name, _checked(field, value, self.types()[field.name]))

    @classmethod
    @cache  # forms and links ask many times a second
    def types(cls) -> dict[str, type]:
        hints = typing.get_type_hints(cls)
        return {field.name: hints[field.name] for field in dataclasses.fields(cls)}  # type: ignore[arg-type]

    @classmethod
    @cache
    def leaves(cls) -> dict[str, tuple[type, Bounds]]:
        """Every setting's dotted key → its type and bounds. Shared: do not change it."""
        found: dict[str, tuple[type, Bounds]] = {}
        for field in dataclasses.fields(cls):  # type: ignore[arg-type]
            kind = cls.types()[field.name]
            if isinstance(kind, type) and issubclass(kind, Config):
                found |= {f"{field.name}.{key}": leaf for key, leaf in kind.leaves().items()}
            elif "bounds" in field.metadata:
                found[field.name] = (kind, field.metadata["bounds"])
        return found

    def values(self) -> dict[str, Scalar]:
        """Every setting's dotted key → its value."""
        return dict(self._values())

    def _values(self) -> Iterator[tuple[str, Scalar]]:
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, Config):
                yield from ((f"{field.name}.{key}", leaf) for key, leaf in value._values())
            elif "bounds" in field.metadata:
                yield field.name, value

    def replace(self, changes: Mapping[str, Any]) -> Self:
        """A copy with some settings changed, given by dotted key.

        Raises:
            ConfigError: a key is unknown or a value is out of bounds; `field` is the dotted key.
        """
        own: dict[str, Any] = {}
        nested: dict[str, dict[str, Any]] = {}
        for key, value in changes.items():
            head, _, rest = key.partition(".")
            if key not in self.leaves():
                raise unknown_key(key, self.leaves())
            if rest:
                nested.setdefault(head, {})[rest] = value
            else:
                own[head] = value
        for head, inner in nested.items():
            try:
                own[head] = getattr(self, head).replace(inner)
            except ConfigError as error:
                raise _inside(head, error) from error
        return dataclasses.replace(self, **own)  # type: ignore[type-var]

    def to_dict(self) -> dict[str, Any]:
        return {
            field.name: value.to_dict() if isinstance(value, Config) else value
            for field in dataclasses.fields(self)  # type: ignore[arg-type]
            for value in [getattr(self, field.name)]
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a saved config. Keys that this version does not know are ignored; missing ones get their default.

        Raises:
            ConfigError: `data` is not a mapping, or a value is out of bounds.
        """
        if not isinstance(data, Mapping):
            raise ConfigError(cls.__name__, N_("{field}: got {value}, expected a group of settings."), value=repr(data))
        arguments: dict[str, Any] = {}
        for name, kind in cls.types().items():
            if name not in data:
                continue
            if isinstance(kind, type) and issubclass(kind, Config):
                try:
                    arguments[name] = kind.from_dict(data[name])
                except ConfigError as error:
                    raise _inside(name, error) from error
            else:
                arguments[name] = data[name]
        return cls(**arguments)


def unknown_key(key: str, known: Mapping[str, object]) -> UnknownSettingError:
    """There is no such setting; names those spelled most like it, else all that exist."""
    similar = difflib.get_close_matches(key, known, n=3, cutoff=0.65)
    if similar:
        return UnknownSettingError(
            key, N_("There is no setting “{field}” here. Did you mean {similar}?"), similar=", ".join(similar)
        )
    template = N_("There is no setting “{field}” here. Settings that exist: {known}.")
    return UnknownSettingError(key, template, known=", ".join(sorted(known)))


def _inside(head: str, error: ConfigError) -> ConfigError:
    values = {key: value for key, value in error.values.items() if key != "field"}
    return ConfigError(f"{head}.{error.field}", error.template, **values)


def _checked(field: dataclasses.Field[Any], value: Any, kind: type) -> Any:
    bounds: Bounds | None = field.metadata.get("bounds")
    if bounds is None:
        return value
    if kind is float and type(value) is int and abs(value) < 1e300:  # a larger one has no float
        value = float(value)
    if type(value) is not kind:
        raise _wrong_type(field.name, value, kind)
    if bounds.choices and value not in bounds.choices and not bounds.is_choice(value):
        raise _out_of_bounds(field.name, value, bounds)
    if isinstance(value, (int, float)):
        is_inside = (bounds.minimum is None or value >= bounds.minimum) and (
            bounds.maximum is None or value <= bounds.maximum
        )
        if not (is_inside and math.isfinite(value)):
            raise _out_of_bounds(field.name, value, bounds)
    return value


def _out_of_bounds(key: str, value: object, bounds: Bounds) -> ConfigError:
    return ConfigError(
        key, N_("{field}: got {value}, expected {expected}."), value=repr(value), expected=bounds.describe()
    )
