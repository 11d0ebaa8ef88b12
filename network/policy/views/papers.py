"""The rules on paper: loaded with what makes a PDF when the first is asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from network.policy import queries
from network.policy.files import pdf_of
from network.policy.models import Version
from profiles.sessions import person_of


@require_GET
def paper(request: HttpRequest, slug: str, number: int, language: str) -> HttpResponse:
    """A version as a PDF in one of its languages."""
    with override(language):
        try:
            reading = queries.reading(person_of(request), slug, number)
        except Version.DoesNotExist:
            raise Http404 from None
        if reading.language != language:
            raise Http404
        response = HttpResponse(pdf_of(reading), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}-{number}-{language}.pdf"'
    return response
