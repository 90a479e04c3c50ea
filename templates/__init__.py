"""How it is worded: Jinja templates, and no arithmetic.

``problems/`` holds one wording a family, in Markdown with dollar maths, the same for every format; then comes a folder
a format. ``words.json`` holds the headings that all formats share.
"""
