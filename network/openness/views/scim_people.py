"""/Users: the people whom this directory brought in."""

from django.http import HttpResponse
from scim2_models import Context

from network.openness.actions import directory_people as actions
from network.openness.queries.scim.lists import directory_person, people_slice, person_shape, wish_of
from network.openness.queries.scim.patching import patched, replaced
from network.openness.queries.scim.shapes import LENIENT, Colleague
from network.openness.views.scim_answers import many, one, parameters_of
from network.openness.views.scim_door import ScimRequest, base_of, body_of, door


@door("GET", "HEAD", "POST")
def people(request: ScimRequest) -> HttpResponse:
    """A page of them, or somebody new."""
    wanted, base = parameters_of(request, Colleague), base_of(request)
    if request.method != "POST":
        wish = wish_of(request.GET)
        found = people_slice(request.token.source, wish)
        return many([person_shape(row, base) for row in found.rows], found.total, wish, wanted)
    shape = Colleague.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=LENIENT)
    row = actions.admit_person(token=request.token, shape=shape)
    return one(request, person_shape(row, base), wanted, status=201)


@door("GET", "HEAD", "PUT", "PATCH", "DELETE")
def person(request: ScimRequest, pk: str) -> HttpResponse:
    """One of them: read, said anew, changed, forgotten."""
    match = request.headers.get("If-Match", "")
    if request.method == "DELETE":
        actions.forget_person(token=request.token, pk=pk, match=match)
        return HttpResponse(status=204)
    wanted, base = parameters_of(request, Colleague), base_of(request)
    if request.method in ("PUT", "PATCH"):
        content = body_of(request)
        change = replaced if request.method == "PUT" else patched
        row = actions.change_person(
            token=request.token, pk=pk, match=match, change=lambda before: change(before, content)
        )
    else:
        row = directory_person(request.token.source, pk)
    return one(request, person_shape(row, base), wanted)
