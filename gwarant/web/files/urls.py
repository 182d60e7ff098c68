"""The address of the bytes of a file, which `serving.bare` answers before any cookie is read, and of erasing one."""

from django.urls import URLPattern, path

from gwarant.web.files.erasing import erasure
from gwarant.web.files.serving import serve

plain: list[URLPattern] = [path("files/<str:token>", serve, name="file_bytes")]
desk: list[URLPattern] = [path("files/<int:pk>/erasure", erasure, name="file_erasure")]
