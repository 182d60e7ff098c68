"""The fonts of a report; a sign that the first lacks comes from the next."""

FONTS = ["Source Sans Pro", "DejaVu Sans", "DejaVu Sans Mono"]
CODE_FONTS = ["DejaVu Sans Mono"]
