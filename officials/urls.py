"""The addresses of officials, units and the roster import."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
