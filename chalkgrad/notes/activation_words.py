"""What is said of an activation beyond what is proved: its everyday picture, when to use it, the usual traps.

``templates/activations/LANGUAGE/NAME.md.j2`` says it; without one the note of an activation holds what is derived.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from chalkgrad.wording import module
from symbolic.book import load


class ActivationWords(Struct, frozen=True):
    """The words of one activation; every text is Markdown, empty where nothing is said."""

    name: str  # of its note
    aliases: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()  # by their names in the catalogue
    rule: str = ""
    picture: str = ""
    use: str = ""
    traps: tuple[str, ...] = ()


@lru_cache
def activation_words(language: str, name: str) -> ActivationWords:
    """Return the words of an activation."""
    from jinja2 import TemplateNotFound

    title = str(load(name)["title"])
    usual = title[:1].upper() + title[1:]
    try:
        said = module(f"activations/{language}/{name}.md.j2")
    except TemplateNotFound:
        return ActivationWords(usual)
    text = {part: str(getattr(said, part)()).strip() for part in ("rule", "picture", "use")}
    return ActivationWords(
        name=str(getattr(said, "name", usual)),
        aliases=tuple(getattr(said, "aliases", ())),
        relatives=tuple(getattr(said, "relatives", ())),
        traps=tuple(map(str.strip, getattr(said, "traps", ()))),
        **text,
    )
