"""A contract made clause by clause: the form of a package, answers to YAML and back."""

from gwarant.pictures.clauses.complaints import Complaint as Complaint
from gwarant.pictures.clauses.complaints import complaints as complaints
from gwarant.pictures.clauses.complaints import problems as problems
from gwarant.pictures.clauses.draft import Draft as Draft
from gwarant.pictures.clauses.draft import draft_of as draft_of
from gwarant.pictures.clauses.sheet import Choice as Choice
from gwarant.pictures.clauses.sheet import Clause as Clause
from gwarant.pictures.clauses.sheet import Group as Group
from gwarant.pictures.clauses.sheet import clauses_of as clauses_of
from gwarant.pictures.clauses.sheet import sheet_of as sheet_of
from gwarant.pictures.clauses.sheet import text_in_words as text_in_words
from gwarant.pictures.clauses.sheet import titles_of as titles_of
from gwarant.pictures.clauses.tree import key_in as key_in
from gwarant.pictures.clauses.writing import answers_of as answers_of
from gwarant.pictures.clauses.writing import changed as changed
from gwarant.pictures.clauses.writing import compose as compose
from gwarant.pictures.clauses.writing import meant as meant
from gwarant.pictures.clauses.writing import normalised as normalised
from gwarant.pictures.clauses.writing import touched_in as touched_in
from gwarant.pictures.clauses.writing import with_system as with_system
