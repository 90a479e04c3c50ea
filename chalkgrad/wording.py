"""The words: Jinja environments, and the wording of a family as a module of macros.

``templates/problems/LANGUAGE/FAMILY.md.j2`` defines ``statement(p)``, ``prompt(p, q)``, ``why(p, line)``,
``mistake(p, m)`` and ``hint(p, level)``, ``answer(p, a)`` where answers are words and ``caption(p, name)`` where it
draws; ``p`` is a ``View``. A template in the user's own folder stands in for ours of the same name, and runs in Jinja's
sandbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

import templates

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment, Template

SHIPPED = Path(templates.__file__).parent
#: The language of a course that names none; each has a folder in ``problems`` and a file of headings in ``words``.
ENGLISH = "en"

#: A macro of a template; it returns text.
Macro = Callable[..., str]


class Brackets(Struct, frozen=True):
    """What opens and closes a tag of the template language."""

    block: tuple[str, str] = ("{%", "%}")
    variable: tuple[str, str] = ("{{", "}}")
    comment: tuple[str, str] = ("{#", "#}")


@lru_cache
def environment(folder: Path | None = None, brackets: Brackets = Brackets()) -> Environment:  # noqa: B008 a tuple
    """Return the environment of our templates; those in *folder* come first, and then all run in the sandbox."""
    from jinja2 import FileSystemLoader, StrictUndefined

    return _kind(folder is not None)(
        *brackets.block,
        *brackets.variable,
        *brackets.comment,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
        loader=FileSystemLoader([folder, SHIPPED] if folder else [SHIPPED]),
        auto_reload=False,
        bytecode_cache=None if folder else _compiled(),
    )


def _kind(sandboxed: bool) -> type[Environment]:
    if sandboxed:
        from jinja2.sandbox import SandboxedEnvironment

        return SandboxedEnvironment
    from jinja2 import Environment

    return Environment


def _compiled() -> BytecodeCache:
    """Keep what Jinja compiles beside what Python compiles; where that cannot be written, nothing is kept."""
    from jinja2 import FileSystemBytecodeCache
    from jinja2.bccache import Bucket

    class Beside(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):
                super().dump_bytecode(bucket)

    return Beside(str(SHIPPED / "__pycache__"), "%s.jinja")


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are words for."""
    return tuple(sorted(path.stem for path in (SHIPPED / "words").glob("*.json")))


@lru_cache
def words(language: str = ENGLISH) -> Mapping[str, str]:
    """Return the headings that all formats share."""
    shared: dict[str, str] = json.loads((SHIPPED / "words" / f"{language}.json").read_text(encoding="utf-8"))
    return shared


@lru_cache
def macro(template: str, name: str, folder: Path | None = None) -> Macro:
    """Return one macro of a template, compiled once."""
    found: Macro = getattr(module(template, folder), name)
    return found


@lru_cache
def module(template: str, folder: Path | None = None) -> object:
    """Return a template as a module of macros and of what it sets."""
    loaded: Template = environment(folder).get_template(template)
    return loaded.module


def common(language: str, name: str) -> Macro:
    """Return a macro of the wordings that all families share."""
    return macro(f"problems/{language}/_shared.md.j2", name)


@lru_cache(4096)
def shared(language: str, name: str, *arguments: object) -> str:
    """Return what a macro of the wordings that all families share says of plain values."""
    return common(language, name)(*arguments).strip()


def forget() -> None:
    """Drop every wording, as when a template has changed."""
    for kept in (environment, macro, module, shared, languages, words):
        kept.cache_clear()
