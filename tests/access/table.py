"""The table of expectations, and every address of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from pydantic import BaseModel, ConfigDict, Field

from tinhso.config.api import api

HERE = Path(__file__).parent
METHODS = ("get", "post", "put", "patch", "delete")


class Row(BaseModel):
    """What is expected of one address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allowed: Literal["everybody", "signed-in", "in-between"] | tuple[str, ...]
    method: Literal["get", "post", "put", "patch", "delete"] = "get"
    things: dict[str, str | int] = Field(default_factory=dict, alias="with")
    query: str = ""


@dataclass(frozen=True)
class Address:
    """One address: name in the table, pattern ("/tai-khoan/<account_id>/"), parameters."""

    name: str
    pattern: str
    parameters: dict[str, str] = field(default_factory=dict)
    method: str = ""

    def filled(self, values: dict[str, object]) -> str:
        """The address with values in place of parameters."""
        made = self.pattern
        for parameter in self.parameters:
            made = made.replace(f"<{parameter}>", str(values[parameter]))
        return made

    def made_up(self) -> str:
        """The address with values that fit the parameters but mean nothing."""
        values = {"int": "987654321", "uuid": "00000000-0000-4000-8000-000000000000"}
        return self.filled(
            {name: values.get(kind, "khong-co") for name, kind in self.parameters.items()}
        )


@cache
def rows() -> dict[str, Row]:
    """Every row of every file. Raises ValueError when an address has two."""
    found: dict[str, Row] = {}
    for file in sorted(HERE.glob("*.yaml")):
        for name, told in (yaml.safe_load(file.read_text()) or {}).items():
            if name in found:
                raise ValueError(f"{file.name}: {name} has a row already")
            found[name] = Row.model_validate(told)
    return found


@cache
def addresses() -> dict[str, Address]:
    """Every page by URL name and every API operation by method and path."""
    pages = {address.name: address for address in _pages(get_resolver(), "/", "")}
    return pages | {address.name: address for address in _operations()}


def _pages(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        written = f"{prefix}{_written(entry)}"
        if isinstance(entry, URLResolver):
            if entry.namespace != api.urls_namespace:
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from _pages(entry, written, inner)
            continue
        name = f"{namespace}{entry.name}" if entry.name else written
        yield Address(name, _plain(written), _parameters(written))


def pattern_found(path: str) -> str:
    """The pattern of the address that answers the path. Raises Resolver404."""
    return "/" + _plain(_as_path(resolve(path).route))


def _written(entry: URLPattern | URLResolver) -> str:
    return _as_path(str(entry.pattern))


def _as_path(pattern: str) -> str:
    """A pattern that is a regular expression brought to the form of a path."""
    text = pattern.replace("^", "").removesuffix("$")
    return re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"<str:\1>", text)


def _plain(written: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", written)


def _parameters(written: str) -> dict[str, str]:
    return {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", written)}


def _operations() -> Iterator[Address]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            kinds = {
                parameter["name"]: _kind(parameter.get("schema", {}))
                for parameter in told.get("parameters", [])
                if parameter["in"] == "path"
            }
            pattern = re.sub(r"\{(\w+)\}", r"<\1>", path)
            yield Address(f"{method.upper()} {path}", pattern, kinds, method)


def _kind(schema: dict[str, str]) -> str:
    if schema.get("type") == "integer":
        return "int"
    return "uuid" if schema.get("format") == "uuid" else "str"
