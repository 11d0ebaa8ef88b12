"""The catch-up address."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from network.live.queries import catch_up, moment_from


@require_GET
def catch_up_page(request: HttpRequest) -> JsonResponse:
    """Frames missed since `since` (milliseconds) on the topics in `listen`; 400 for a cursor that is no moment."""
    since = moment_from(request.GET.get("since"))
    if since is None:
        return JsonResponse({"error": "since"}, status=400)
    caught = catch_up(request.user, since, request.GET.getlist("listen"))
    return JsonResponse({"frames": caught.frames, "refresh": caught.refresh})
