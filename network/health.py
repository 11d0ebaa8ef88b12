"""/livez: the process runs. /readyz: it can serve. Neither depends on anything outside the installation."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from network.live.registry import registry


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL answers and is migrated (Redis away is "degraded", still 200); 503 otherwise."""
    try:
        migrated = migrations_of_this_version() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    if not migrated:
        return JsonResponse({"status": "unavailable", "database": "not migrated"}, status=503)
    live = "degraded" if settings.REDIS_URL and not registry.layer_answers else "ok"
    return JsonResponse({"status": live, "database": "ok", "live": live})


@cache
def migrations_of_this_version() -> frozenset[tuple[str, str]]:
    """App and name of each, as Django finds them; their contents are left unread, as they would stay in memory."""
    return frozenset((app.label, name) for app in apps.get_app_configs() for name in _names(app.label))


def _names(label: str) -> list[str]:
    place, _ = MigrationLoader.migrations_module(label)
    try:
        package = import_module(place) if place else None
    except ModuleNotFoundError as fault:
        if fault.name != place:  # an app may have none; a fault in one that there is, is told
            raise
        package = None
    found = iter_modules(package.__path__) if package else ()
    return [name for _, name, is_package in found if not is_package and name[0] not in "_~"]


urlpatterns = [path("livez", livez, name="livez"), path("readyz", readyz, name="readyz")]
