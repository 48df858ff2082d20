"""Load, check and list the sources. No Scrapy here: `jpo sources` must start at once."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import EnumType
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from jpo_scraper.exceptions import SourceFileError, UnknownSourceError
from jpo_scraper.sources.model import Source
from jpo_scraper.sources.platforms import PLATFORMS, Option

FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@cache
def load_all(folder: Path = FOLDER) -> Mapping[str, Source]:
    """Every source of `folder` by name, in alphabetical order.

    Raises SourceFileError for the first file that is wrong.
    """
    return {path.stem: load(path) for path in sorted(folder.glob("*.toml"))}


def get(name: str, folder: Path = FOLDER) -> Source:
    """The source of this name. Raises UnknownSourceError, which offers the nearest names."""
    sources = load_all(folder)
    if name in sources:
        return sources[name]
    near = difflib.get_close_matches(name, sources, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "`jpo sources` lists them all."
    raise UnknownSourceError(f"there is no source named {name!r}: {hint}")


def crawlable(folder: Path = FOLDER) -> list[str]:
    """Names of the sources that a spider can walk."""
    return [name for name, source in load_all(folder).items() if source.platform]


def load(path: Path) -> Source:
    """Read one TOML. Raises SourceFileError, which names the file, the key and the remedy."""
    if not _NAME.fullmatch(path.stem):
        raise SourceFileError(f"{path}: rename the file: lower case letters, digits and _ only")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # no TOML, no UTF-8, or a number of too many digits
        raise SourceFileError(f"{path}: not valid TOML: {error}") from error
    source: Source = _build(Source, {"name": path.stem, **table}, path, "")
    if source.name != path.stem:
        raise SourceFileError(f"{path}: name = {source.name!r}: leave the key out, the file's name is the name")
    _check_site(source, path)
    return source


def _check_site(source: Source, path: Path) -> None:
    """The `[site]` table against the keys of its platform."""
    if source.platform is None:
        if source.site:
            raise SourceFileError(f"{path}: [site] without platform: name the platform, or remove the table")
        return
    if source.platform not in PLATFORMS:
        raise SourceFileError(f"{path}: platform = {source.platform!r}: {_one_of(source.platform, PLATFORMS)}")
    options: Mapping[str, Option] = PLATFORMS[source.platform]
    for key, value in source.site.items():
        if key not in options:
            raise SourceFileError(f"{path}: [site] {key}: no such key for {source.platform}: {_one_of(key, options)}")
        if type(value) is not options[key].type:
            wanted = options[key].type.__name__
            raise SourceFileError(f"{path}: [site] {key} = {value!r}: write a {wanted}: {options[key].help}")
    for key, option in options.items():
        if option.required and key not in source.site:
            raise SourceFileError(f"{path}: [site] lacks {key}: add it: {option.help}")
    if not source.hosts:
        raise SourceFileError(f"{path}: hosts: name the hosts that the spider may talk to")


def _build(cls: type, table: Any, path: Path, where: str) -> Any:
    """A dataclass from a TOML table, key by key."""
    if not isinstance(table, dict):
        raise SourceFileError(f"{path}: {where or 'the file'}: write a table, not {table!r}")
    hints = get_type_hints(cls)
    for key in table:
        if key not in hints:
            raise SourceFileError(f"{path}: {_at(where, key)}: no such key: {_one_of(key, hints)}")
    values = {}
    for spec in fields(cls):
        if spec.name in table:
            values[spec.name] = _value(hints[spec.name], table[spec.name], path, _at(where, spec.name))
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise SourceFileError(f"{path}: lacks {_at(where, spec.name)}: add it (see docs/sources.md)")
    return cls(**values)


def _value(hint: Any, value: Any, path: Path, where: str) -> Any:
    """One TOML value as the type that the dataclass wants."""
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if hint is Any:
        return value
    if isinstance(hint, EnumType):
        try:
            return hint(value)
        except ValueError as error:
            raise SourceFileError(f"{path}: {where} = {value!r}: {_one_of(str(value), hint)}") from error
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise SourceFileError(f"{path}: {where} = {value!r}: write a list")
        return tuple(_value(get_args(hint)[0], part, path, f"{where}[{i}]") for i, part in enumerate(value))
    if get_origin(hint) is not None:  # a plain mapping
        return _mapping(value, path, where)
    if hasattr(hint, "__dataclass_fields__"):
        return _build(hint, value, path, where)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise SourceFileError(f"{path}: {where} = {value!r}: write a {hint.__name__}")
    return value


def _mapping(value: Any, path: Path, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceFileError(f"{path}: {where} = {value!r}: write a table")
    return value


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _one_of(word: str, known: Any) -> str:
    """Advice: the nearest known word, or all of them."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(word, names, n=1)
    return f"did you mean {near[0]}?" if near else f"use one of {', '.join(names)}"
