"""The one shape of our registers: a folder of modules, each with its record, loaded when it is asked for."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Generic, TypeVar, cast

from symbolic.errors import unknown

T = TypeVar("T")


class Register(Mapping[str, T], Generic[T]):
    """The entries of *package* by name: module ``leaky_relu`` holds the entry ``leaky-relu`` as *constant*.

    A new entry is a new module in the folder and no line anywhere else; none is imported before it is used.
    """

    def __init__(self, kind: str, package: str, constant: str) -> None:
        """Name what the entries are, the package that holds them, and the constant that each module defines."""
        self.kind, self.package, self.constant = kind, package, constant
        self._loaded: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        """Return the entry; an unknown name is a user's mistake, answered with the nearest right one."""
        if name not in self._loaded:
            if name not in names_in(self.package):
                raise unknown(self.kind, name, self)
            module = import_module(f"{self.package}.{name.replace('-', '_')}")
            self._loaded[name] = cast(T, getattr(module, self.constant))
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is an entry of that name, without loading it."""
        return name in self._loaded or name in names_in(self.package)

    def __iter__(self) -> Iterator[str]:
        """Run over the names, in alphabetical order."""
        return iter(names_in(self.package))

    def __len__(self) -> int:
        """Count the entries."""
        return len(names_in(self.package))


@lru_cache
def names_in(package: str) -> tuple[str, ...]:
    """Return the names of the entries in *package*, in alphabetical order; neither it nor they are loaded."""
    spec = find_spec(package)
    folder = spec.submodule_search_locations if spec else None
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(folder or [])))
