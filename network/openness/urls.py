"""Doors for other systems."""

from django.urls import path

from network.openness.views import imports, schedules

app_name = "openness"
urlpatterns = [
    path("administration/import/", imports.imports, name="imports"),
    path("administration/import/<int:pk>/", imports.import_page, name="import"),
    path("administration/import/<int:pk>/columns/", imports.columns, name="columns"),
    path("administration/import/<int:pk>/carry-out/", imports.carry_out, name="carry_out"),
    path("administration/import/<int:pk>/undo/", imports.undo, name="undo"),
    path("administration/import/<int:pk>/drop/", imports.drop, name="drop"),
    path("administration/import/<int:pk>/every-day/", schedules.schedule, name="schedule"),
    path("administration/import/every-day/<int:pk>/drop/", schedules.drop_schedule, name="drop_schedule"),
]
