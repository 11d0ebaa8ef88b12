"""/livez: the process runs. /readyz: it can serve. Neither depends on anything outside the installation."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from network.live.registry import registry


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when PostgreSQL answers and is migrated (Redis away is "degraded", still 200); 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    if not migrated:
        return JsonResponse({"status": "unavailable", "database": "not migrated"}, status=503)
    live = "degraded" if settings.REDIS_URL and not registry.layer_answers else "ok"
    return JsonResponse({"status": live, "database": "ok", "live": live})


urlpatterns = [path("livez", livez, name="livez"), path("readyz", readyz, name="readyz")]
