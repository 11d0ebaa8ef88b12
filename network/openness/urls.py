"""Doors for other systems."""

app_name = "openness"
urlpatterns: list[object] = []
