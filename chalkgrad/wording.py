"""The words: Jinja environments, and the wording of a family as a module of macros.

``templates/problems/LANGUAGE/FAMILY.md.j2`` defines ``statement(p)``, ``prompt(p, q)``, ``why(p, line)``,
``mistake(p, m)`` and ``hint(p, level)``, ``answer(p, a)`` where answers are words and ``caption(p, name)`` where it
draws; ``p`` is a ``View``. A template in the user's own folder stands in for ours of the same name, and runs in Jinja's
sandbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

import templates
from chalkgrad.faults import fault
from chalkgrad.views import VARIANT, AnswerView, Facts, LineView, SlipView, View

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment, Template

    from generators.problem import Line, Mistake, Problem

SHIPPED = Path(templates.__file__).parent
#: The language of a course that names none; each has a folder in ``problems`` and a file of headings in ``words``.
ENGLISH = "en"

#: A macro of a template; it returns text.
Macro = Callable[..., str]


class Brackets(NamedTuple):
    """What opens and closes a tag of the template language."""

    block: tuple[str, str] = ("{%", "%}")
    variable: tuple[str, str] = ("{{", "}}")
    comment: tuple[str, str] = ("{#", "#}")


@lru_cache
def environment(folder: Path | None = None, brackets: Brackets = Brackets()) -> Environment:  # noqa: B008 a tuple
    """Return the environment of our templates; those in *folder* come first, and then all run in the sandbox."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    kind = SandboxedEnvironment if folder else Environment
    return kind(
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


class Told(Struct):
    """What a macro said of one thing: the facts that it ever asked for, and the text for each of their values."""

    arguments: tuple[object, ...]  # kept, so that their identity is theirs alone
    asked: tuple[str, ...] = ()
    texts: dict[tuple[str, ...], str] = field(default_factory=dict)


class Speaker:
    """What the wording of a family says of one problem.

    The wording sees a slot where a given number stands, and the number is filled in afterwards. So what is said
    hangs on the facts alone, on those that it asks for, and is said once for all problems where they are the same.
    """

    def __init__(self, problem: Problem, folder: Path | None = None, language: str = ENGLISH, variant: int = 0) -> None:
        """Take a problem; *variant* chooses among the wordings of a template."""
        self.template = f"problems/{language}/{problem.family}.md.j2"
        self.folder, self.language = folder, language
        self.given, self.problem = problem.given_printed, problem
        self.facts = {**problem.facts, VARIANT: variant}
        self.values = {name: repr(value) for name, value in self.facts.items()}
        symbols = tuple([(part.name, part.symbol) for part in problem.parts])
        told = (tuple(self.given), symbols, repr(problem.options), problem.rounding)
        if len(_SAID) > _MOST:
            _SAID.clear()
        self.told = _SAID.setdefault((self.template, folder, problem.notation, told), {})

    def plain(self) -> Speaker:
        """Return who says the same in the first of the wordings."""
        other = copy(self)
        other.facts = {**self.facts, VARIANT: 0}
        other.values = {**self.values, VARIANT: repr(0)}
        return other

    def statement(self) -> str:
        """Return the text that poses the problem."""
        return self._said("statement", "")

    def prompt(self, number: int) -> str:
        """Return what a question asks."""
        return self._said("prompt", str(number), number)

    def hint(self, level: int) -> str:
        """Return a hint: the first is small, the second says more."""
        return self._said("hint", str(level), level)

    def caption(self, name: str) -> str:
        """Return the words under a drawing."""
        return self._said("caption", name, name)

    def why(self, line: Line) -> str:
        """Return the reason of a worked line."""
        about = (line.rule, line.part, id(line.facts))  # the lines of a shape share their facts, which are kept
        return self._said("why", about, LineView(line.rule, line.part, line.facts))

    def mistake(self, slip: Mistake) -> str:
        """Return the name of a mistake in words."""
        return self._said("mistake", (slip.name, slip.part), SlipView(slip.name, slip.part))

    def answer(self, part: str, value: str, printed: str) -> str:
        """Return an answer in words, right or wrong."""
        seen = AnswerView(part, value, letter="" if printed == value else printed)
        return self._said("answer", seen, seen)

    def _said(self, name: str, about: Hashable, *arguments: object) -> str:
        told = self.told.get((name, about))
        if told is None:
            told = self.told[name, about] = Told(arguments)
        text = told.texts.get(self._values(told))
        if text is None:
            asked = set[str]()
            try:
                text = macro(self.template, name, self.folder)(self._view(asked), *arguments).strip()
            except Exception as error:
                raise fault(self.template, name, error) from error
            if not asked.issubset(told.asked):
                told.asked = tuple(sorted(asked.union(told.asked)))
                told.texts.clear()
            told.texts[self._values(told)] = text
        return self._filled(text)

    def _view(self, asked: set[str]) -> View:
        """Lay out what the macros see; what they ask for is noted."""
        slots = {name: f"{_SLOT}{name}{_SLOT}" for name in self.given}
        symbols = {part.name: part.symbol for part in self.problem.parts}
        problem = self.problem
        return View(slots, symbols, Facts(self.facts, asked), problem.options, problem.notation, problem.rounding)

    def _values(self, told: Told) -> tuple[str, ...]:
        return tuple([self.values.get(name, "") for name in told.asked])

    def _filled(self, text: str) -> str:
        if _SLOT not in text:
            return text
        pieces = text.split(_SLOT)
        pieces[1::2] = [self.given[name] for name in pieces[1::2]]
        return "".join(pieces)


def forget() -> None:
    """Drop every wording and what was said, as when a template has changed."""
    _SAID.clear()
    for kept in (environment, macro, module, shared, languages, words):
        kept.cache_clear()


#: What was told of problems that look alike but for their facts, by the macro and what it is about.
_SAID: dict[Hashable, dict[tuple[str, Hashable], Told]] = {}
_MOST = 2_000
#: Stands on both sides of the name of a given.
_SLOT = "\x00"
