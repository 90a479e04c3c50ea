"""What an instructor keeps beside the course file: families in Python, and wordings in a folder ``templates``."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from symbolic.errors import UserError, unknown

if TYPE_CHECKING:
    from generators.family import Family

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Own(Struct, frozen=True):
    """The folder of the course file, and the names of the modules in it that hold a family each."""

    folder: Path | None = None
    files: tuple[str, ...] = ()

    @property
    def families(self) -> Mapping[str, Family[Any]]:
        """All families: the instructor's own, and the shipped ones."""
        from generators.families import FAMILIES

        return _families(self.folder, self.files) if self.files else FAMILIES

    def wordings(self, language: str, family: str) -> Path | None:
        """Return the folder of templates where it holds words for a family of its own or in place of ours."""
        return _wordings(self.folder, language, family) if self.folder else None


class _Families(Mapping[str, "Family[Any]"]):
    """Families of one's own before the shipped ones, none of which is loaded before it is used."""

    def __init__(self, own: dict[str, Family[Any]]) -> None:
        from generators.families import FAMILIES

        self._own, self._shipped = own, FAMILIES

    def __getitem__(self, name: str) -> Family[Any]:
        if name in self._own:
            return self._own[name]
        if name not in self._shipped:
            raise unknown("family", name, self)
        return self._shipped[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._shipped

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((*self._own, *self._shipped)))

    def __len__(self) -> int:
        return len(self._own) + len(self._shipped)


@lru_cache
def _families(folder: Path | None, files: tuple[str, ...]) -> _Families:
    from generators.families import FAMILIES

    own: dict[str, Family[Any]] = {}
    for file in files:
        family = _family(folder or Path(), file)
        if family.name in FAMILIES or family.name in own:
            there = "chalkgrad" if family.name in FAMILIES else "another file"
            raise UserError(f"{file} calls its family {family.name}, as one of {there} is: give it another name")
        own[family.name] = family
    return _Families(own)


def _family(folder: Path, file: str) -> Family[Any]:
    """Load the family of a module; whatever is wrong with the file is the user's to mend, told in one line."""
    from generators.family import Family

    if PurePath(file).name != file or not file.endswith(".py"):
        raise UserError(f"families names '{file}': give Python files beside the course file, such as my_family.py")
    if not (folder / file).is_file():
        raise UserError(f"families names {file}, and there is no such file beside the course file")
    family = getattr(_module(folder / file), "FAMILY", None)
    if not isinstance(family, Family):
        raise UserError(f"{file} has no FAMILY: end it with FAMILY = Family(name=..., ...)")
    if not _NAME.fullmatch(str(family.name)):
        raise UserError(f"{file} calls its family '{family.name}': use small letters, digits and hyphens")
    return family


def _module(path: Path) -> object:
    """Run a module once, under a name that no other has, so that what it defines can go from process to process."""
    name = f"chalkgrad_own_{path.stem}_{blake2b(str(path).encode(), digest_size=6).hexdigest()}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UserError(f"{path} cannot be loaded as Python")
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise UserError(f"{path.name}, line {error.lineno}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        where = f"{path.name}, line {lines[-1]}" if lines else path.name
        raise UserError(f"{where} raises {type(error).__name__}: {error}") from error
    return module


@lru_cache
def _wordings(folder: Path, language: str, family: str) -> Path | None:
    from chalkgrad.wording import SHIPPED

    own = folder / "templates"
    words = own / "problems" / language
    held = (words / f"{family}.md.j2").is_file() or any(words.glob("_*.md.j2"))
    return own if held and own.resolve() != SHIPPED.resolve() else None
