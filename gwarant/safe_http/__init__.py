"""The one way by which the house's programs ask other web servers: only in public, bounded in bytes and in time."""

from gwarant.safe_http.fetch import fetch as fetch
from gwarant.safe_http.model import Answer as Answer
from gwarant.safe_http.model import HttpFailed as HttpFailed
from gwarant.safe_http.model import Policy as Policy
from gwarant.safe_http.model import Request as Request
from gwarant.safe_http.place import Place as Place
from gwarant.safe_http.place import place_of as place_of
