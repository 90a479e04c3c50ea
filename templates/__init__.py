"""How it is worded: Jinja templates, and no arithmetic.

``problems/LANGUAGE/`` holds one wording a family, in Markdown with dollar maths, the same for every format; then comes
a folder a format. ``words/LANGUAGE.json`` holds the headings that all formats share. Another language is such a folder
and such a file, and the ``language`` of a course names it.
"""
