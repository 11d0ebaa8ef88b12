"""/Groups: the groups of this directory."""

from django.http import HttpResponse
from scim2_models import Context

from network.openness.actions import directory_groups as actions
from network.openness.queries.scim.lists import directory_group, group_shape, groups_slice, wish_of
from network.openness.queries.scim.patching import patched, replaced
from network.openness.queries.scim.shapes import LENIENT, GroupShape
from network.openness.views.scim_answers import leaves_out, many, one, parameters_of
from network.openness.views.scim_door import ScimRequest, base_of, body_of, door


@door("GET", "HEAD", "POST")
def groups(request: ScimRequest) -> HttpResponse:
    """A page of them, or a new one."""
    wanted, base = parameters_of(request, GroupShape), base_of(request)
    members = not leaves_out(wanted, "members")
    if request.method != "POST":
        wish = wish_of(request.GET)
        found = groups_slice(request.token.source, wish, members=members)
        shapes = [group_shape(row, base, members=members) for row in found.rows]
        return many(shapes, found.total, wish, wanted)
    shape = GroupShape.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=LENIENT)
    row = actions.keep_group(token=request.token, shape=shape)
    return one(request, group_shape(row, base, members=members), wanted, status=201)


@door("GET", "HEAD", "PUT", "PATCH", "DELETE")
def group(request: ScimRequest, pk: str) -> HttpResponse:
    """One of them: read, said anew, changed, dropped."""
    match = request.headers.get("If-Match", "")
    if request.method == "DELETE":
        actions.drop_group(token=request.token, pk=pk, match=match)
        return HttpResponse(status=204)
    wanted, base = parameters_of(request, GroupShape), base_of(request)
    members = not leaves_out(wanted, "members")
    if request.method in ("PUT", "PATCH"):
        content = body_of(request)
        change = replaced if request.method == "PUT" else patched
        actions.change_group(token=request.token, pk=pk, match=match, change=lambda before: change(before, content))
    row = directory_group(request.token.source, pk, members=members)
    return one(request, group_shape(row, base, members=members), wanted)
