"""The rules: reading them, making them, knowing them; channels outside; what is seen."""

from django.urls import URLPattern

app_name = "policy"
urlpatterns: list[URLPattern] = []
