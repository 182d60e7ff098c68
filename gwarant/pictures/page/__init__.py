"""An assessment as one self-contained HTML page."""

from gwarant.pictures.page.page import assessment_page as assessment_page
