"""How it is published: the course plan, sheets, formats, the record and the command line."""
