"""The front matter of a note: read value by value, and mended in place, so that what is not ours keeps its bytes.

No YAML is written anew: Obsidian, its plugins and the user each have their own spelling of it, and keep it.
"""

from __future__ import annotations

import json
import re

from msgspec import Struct

from chalkgrad.vault.lossless import BOM, newline

#: The value of a property: one text, several, or None for what is neither (or not ours to understand).
Value = str | tuple[str, ...] | None

_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:'"\-\[\]{}&*!|>%@`][^:\n]*?)[ \t]*:(?=\s|$)""")
_ITEM = re.compile(r"([ \t]*)-[ \t]+(?=\S)")
_TOKEN = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\r\n]*?)[ \t]*(#[^\r\n]*)?\r?\n?""")
_COMMENT = re.compile(r"[ \t]#")
_FLOW = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^,\[\]"'\n]*?)[ \t]*(,|$)""")
#: A text that YAML reads as itself.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./@-]*[A-Za-z0-9]|[A-Za-z]")
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


class Property(Struct, frozen=True):
    """A property of a note: its value, and where that value and its items stand."""

    key: str
    value: Value
    start: int  # of a value on the line of the key
    stop: int
    flow: bool
    items: tuple[tuple[int, int], ...]  # the lines of a list below the key


class Front(Struct, frozen=True):
    """The front matter of a note: the lines of each property and where they begin, and where it closes."""

    rows: dict[str, tuple[int, list[str]]]
    close: int
    newline: str

    def get(self, key: str) -> Property | None:
        """Return a property."""
        found = self.rows.get(key)
        return _property(key, *found) if found else None

    def text(self, key: str) -> str | None:
        """Return the value of *key* where it is one text."""
        found = self.get(key)
        return found.value if found and isinstance(found.value, str) else None


def front(text: str) -> Front | None:
    """Return the front matter with which *text* begins, where it begins with any."""
    first = text[: text.find("\n") + 1]
    if first.removeprefix(BOM).rstrip() != "---":
        return None
    at, own, rows, close = len(first), list[str](), dict[str, tuple[int, list[str]]](), None
    while end := text.find("\n", at) + 1 or (len(text) if at < len(text) else 0):
        row = text[at:end]
        if row.rstrip() == "---":
            close = at
            break
        if key := _KEY.match(row):
            own = [row]
            rows.setdefault(_unquoted(key[1]), (at, own))
        else:
            own.append(row)
        at = end
    if close is None:
        return None
    return Front(rows, close, newline(first))


def _property(key: str, at: int, own: list[str]) -> Property:
    head = _KEY.match(own[0])
    assert head is not None  # its first line is the one that has the key
    start = at + head.end()
    rest = own[0][head.end() :]
    if rest.strip() and not rest.strip().startswith("#"):
        return _on_the_line(key, start, rest, own)
    place, items, values = at + len(own[0]), [], []
    for row in own[1:]:
        if item := _ITEM.match(row):
            items.append((place, place + len(row)))
            values.append(_unquoted(_scalar(row[item.end() :])[0]))
        elif row.strip() and not row.strip().startswith("#"):
            return Property(key, None, start, start, False, ())
        place += len(row)
    return Property(key, tuple(values) if items else None, start, start, False, tuple(items))


def _on_the_line(key: str, start: int, rest: str, own: list[str]) -> Property:
    if any(row.strip() and not row.strip().startswith("#") for row in own[1:]):
        return Property(key, None, start, start, False, ())  # goes on below: not a shape that we write
    token, begin = _scalar(rest)
    span = (start + begin, start + begin + len(token))
    if token.startswith("["):
        return Property(key, _flow(token), *span, True, ())
    return Property(key, _unquoted(token), *span, False, ())


def _scalar(rest: str) -> tuple[str, int]:
    """Return a value without the comment behind it, and where it begins."""
    begin = len(rest) - len(rest.lstrip())
    if rest[begin : begin + 1] in ("'", '"') and (quoted := _TOKEN.match(rest)):
        return quoted[1], quoted.start(1)
    comment = _COMMENT.search(rest)
    return (rest[: comment.start()] if comment else rest).strip(), begin


def _flow(token: str) -> Value:
    if not token.endswith("]"):
        return None
    inner, values, at = token[1:-1], [], 0
    while at < len(inner):
        item = _FLOW.match(inner, at)
        if not item:
            return None
        values.append(_unquoted(item[1]))
        at = item.end()
    return tuple(values)


def _unquoted(token: str) -> str:
    if len(token) > 1 and token[0] == token[-1] == '"':
        try:
            return str(json.loads(token))
        except ValueError:
            return token
    if len(token) > 1 and token[0] == token[-1] == "'":
        return token[1:-1].replace("''", "'")
    return token


def spelled(value: str) -> str:
    """Return a text or a number as YAML, in quotes where it would be read as something else."""
    if re.fullmatch(r"0|[1-9][0-9]*", value) or (_PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML):
        return value
    return json.dumps(value, ensure_ascii=False)


def block(key: str, value: str | tuple[str, ...]) -> str:
    """Return a property as the lines in which we, and Obsidian, write it."""
    if isinstance(value, str):
        return f"{key}: {spelled(value)}\n"
    return f"{key}:\n" + "".join(f"  - {spelled(item)}\n" for item in value)


def page(properties: dict[str, str | tuple[str, ...]]) -> str:
    """Return the front matter of a new note."""
    return "---\n" + "".join(block(key, value) for key, value in properties.items()) + "---\n"


def with_value(text: str, key: str, value: str | tuple[str, ...]) -> str | None:
    """Return *text* with another value of *key*; None where it stands in a shape that is not ours to change."""
    matter = front(text)
    if matter is None:
        return None
    found = matter.get(key)
    if found is None:
        return _spliced(text, matter.close, matter.close, block(key, value), matter.newline)
    if isinstance(value, str):
        usable = isinstance(found.value, str)
        return text[: found.start] + spelled(value) + text[found.stop :] if usable else None
    if not found.items or found.items[-1][1] - found.items[0][0] != sum(stop - start for start, stop in found.items):
        return None
    return _spliced(text, found.items[0][0], found.items[-1][1], _rows(text, found, value), matter.newline)


def with_items(text: str, key: str, added: tuple[str, ...]) -> str | None:
    """Return *text* with entries added to the list *key*; None where it is no list that can be added to."""
    matter = front(text)
    if matter is None:
        return None
    found = matter.get(key)
    if found is None:
        return _spliced(text, matter.close, matter.close, block(key, added), matter.newline)
    if found.flow and isinstance(found.value, tuple):
        more = ("" if not found.value else ", ") + ", ".join(map(spelled, added))
        return text[: found.stop - 1] + more + text[found.stop - 1 :]
    if found.items:
        last = found.items[-1][1]
        return _spliced(text, last, last, _rows(text, found, added), matter.newline)
    return None


def _rows(text: str, found: Property, items: tuple[str, ...]) -> str:
    """Return entries as lines of the list *found*, indented as its first."""
    indent = re.match(r"[ \t]*", text[found.items[0][0] :])
    return "".join(f"{indent[0] if indent else ''}- {spelled(item)}\n" for item in items)


def _spliced(text: str, start: int, stop: int, new: str, end: str) -> str:
    return text[:start] + new.replace("\n", end) + text[stop:]
