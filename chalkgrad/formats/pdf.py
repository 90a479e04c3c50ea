"""PDF by Typst: a static template and data beside it; no TeX, no network, no fonts but its own, the same bytes."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from chalkgrad.formats import Format
from chalkgrad.sheet import Kind, Sheet
from chalkgrad.typeset import Data, document
from chalkgrad.wording import SHIPPED
from symbolic.errors import UserError

if TYPE_CHECKING:
    from typst import Compiler, Fonts

_LOCAL = threading.local()
_LACKING = re.compile(r'text `"(.+?)"` could not be displayed')


def render(sheet: Sheet, kind: Kind) -> dict[str, bytes]:
    """Return the PDF, tagged for screen readers (PDF/UA-1)."""
    return {f"{kind}.pdf": compiled("page", document(sheet, kind))}


def compiled(template: str, data: Data) -> bytes:
    """Return what a template makes of these data; a letter that its fonts lack is the user's, a warning our fault."""
    from typst import TypstError

    try:
        made, warnings = _compiler().compile_with_warnings(
            _files(template, data), format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except TypstError as error:
        if lacking := _LACKING.search(error.message):
            raise UserError(
                f"pdf cannot print the '{lacking[1]}' of a title or a note: its fonts have no such letter; write it "
                "otherwise, or take pdf out of the formats"
            ) from None
        raise
    if warnings or not isinstance(made, bytes):
        raise AssertionError("\n".join(warning.diagnostic for warning in warnings))
    return made


def _compiler() -> Compiler:
    """Return the compiler of this thread, which may not be shared; what it has laid out, the process keeps for all."""
    if not hasattr(_LOCAL, "compiler"):
        from typst import Compiler

        _LOCAL.compiler = Compiler(font_paths=_fonts())
    compiler: Compiler = _LOCAL.compiler
    return compiler


@lru_cache
def _fonts() -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False)


def _files(template: str, data: Data) -> Any:  # a dict; the stub of the compiler forgets it
    """Return what Typst reads: the templates by their names, one of them to begin with, and the data."""
    return {**_templates(), "main.typ": _templates()[f"{template}.typ"], "data.json": msgspec.json.encode(data)}


@lru_cache
def _templates() -> dict[str, bytes]:
    """Return the templates by the names under which they find each other."""
    return {path.name: path.read_bytes() for path in sorted((SHIPPED / "pdf").glob("*.typ"))}


def _warm() -> None:
    import typst  # noqa: F401  loaded and nothing else


FORMAT = Format("pdf", "PDF by Typst, tagged, ready to print", "pdf", render, warm=_warm, rehearse=document)
