"""The commands, one module each: parse, make one call, say what came out."""
