"""The organisation chart."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from network.core.http import is_partial
from profiles import queries
from profiles.access import can_administer
from profiles.forms import ChartForm, Sight
from profiles.models import Department, Person
from profiles.queries.chart import chart_around, the_top
from profiles.queries.unit_chart import unit_chart, unit_choices
from profiles.sessions import person_of


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Around a colleague (`person`), a department (`unit`), from the top (`top`), or around oneself.

    With `q` those who may be meant are shown too; while typing they alone are the answer.
    """
    reader, sight = person_of(request), ChartForm(request.GET).sight()
    context: dict[str, Any] = {"words": sight.words, "found": _found(reader, sight)}
    if is_partial(request):
        response = render(request, "profiles/_chart_found.html", context)
    else:
        context |= _shown(reader, sight) | {
            "departments": unit_choices(),
            "unit": str(sight.unit or reader.department_id or ""),
            "page": sight.page,
            "may_mend": can_administer(reader),
        }
        response = render(request, "profiles/chart.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _found(reader: Person, sight: Sight) -> list[Person]:
    return queries.suggest_people(reader, sight.words) if sight.words else []


def _shown(reader: Person, sight: Sight) -> dict[str, Any]:
    try:
        if sight.unit is not None:
            return {"chart": unit_chart(reader, sight.unit, sight.page), "page_url": f"?unit={sight.unit}&page="}
        top = the_top(reader) if sight.from_top else None
        handle = top.handle if top else sight.handle or reader.handle
        around = chart_around(reader, handle, sight.page)
    except (Department.DoesNotExist, Person.DoesNotExist):
        raise Http404 from None
    beside, asked = around.beside, urlencode({"person": handle, "page": ""})
    more = beside.count - len(beside.before) - len(beside.after)
    return {"around": around, "more": more, "page_url": f"?{asked}"}
