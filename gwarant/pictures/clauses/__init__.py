"""A contract made clause by clause: the form of a package, answers to YAML and back."""

from gwarant.pictures.clauses.complaints import Complaint as Complaint
from gwarant.pictures.clauses.complaints import complaints as complaints
from gwarant.pictures.clauses.complaints import problems as problems
from gwarant.pictures.clauses.sheet import Choice as Choice
from gwarant.pictures.clauses.sheet import Clause as Clause
from gwarant.pictures.clauses.sheet import Group as Group
from gwarant.pictures.clauses.sheet import clauses_of as clauses_of
from gwarant.pictures.clauses.writing import answers_of as answers_of
from gwarant.pictures.clauses.writing import compose as compose
from gwarant.pictures.clauses.writing import normalised as normalised
