"""Facts of the core in words: a table a language, by code."""

from gwarant.pictures.facts.telling import tell as tell
from gwarant.pictures.facts.telling import tell_all as tell_all
