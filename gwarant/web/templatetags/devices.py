"""Browsers in words."""

from django import template

from gwarant.web.devices import device_name

register = template.Library()
register.filter("device", device_name)
