"""What moderation keeps about somebody, as a file of their own."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from network.moderation.queries.own import own_file
from profiles.sessions import person_of


@require_safe
def my_file(request: HttpRequest) -> HttpResponse:
    """One's own reports, and what was asked and decided about what one wrote: nobody else's name, and no notes."""
    response = JsonResponse(own_file(person_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="moderation.json"'
    return response
