"""The address of the bytes of a file; `serving.bare` answers it before any cookie is read."""

from django.urls import URLPattern, path

from gwarant.web.files.serving import serve

plain: list[URLPattern] = [path("files/<str:token>", serve, name="file_bytes")]
