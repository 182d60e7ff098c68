"""A contract told in sentences: for the page on which a client accepts it, for the annex, for what has changed."""

from gwarant.pictures.told.model import Section as Section
from gwarant.pictures.told.model import Told as Told
from gwarant.pictures.told.telling import sentences as sentences
from gwarant.pictures.told.telling import tell as tell
