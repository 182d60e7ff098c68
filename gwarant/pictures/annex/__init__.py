"""The annex that a client signs: a contract as numbered articles, in Markdown and as a page."""

from gwarant.pictures.annex.layout import Annex as Annex
from gwarant.pictures.annex.layout import annex_of as annex_of
from gwarant.pictures.annex.markdown import annex_markdown as annex_markdown
from gwarant.pictures.annex.page import annex_page as annex_page
