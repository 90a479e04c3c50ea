"""The letters that no page holds, whatever the format: what a terminal or a printer would obey, and not print."""

from __future__ import annotations


def unprinted(text: str, besides: str = "") -> str:
    r"""Say which letter of *text* does not print, those in *besides* let through; nothing where all do.

    >>> unprinted("a\x07")
    'holds the character U+0007, which does not print: take it out'
    """
    if text.isprintable():
        return ""
    import unicodedata  # most texts do without

    for letter in text:
        if letter not in besides and unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp"):
            return f"holds the character U+{ord(letter):04X}, which does not print: take it out"
    return ""
