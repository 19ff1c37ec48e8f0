"""The addresses of campaigns and their sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
