"""What a client is told before it says anything, and what there is not."""

from typing import Any

from django.http import HttpResponse
from scim2_models import ForbiddenException, Meta, NotFoundException, NotImplementedException, Reference, Resource

from network.openness.queries.scim.discovery import provider_config, resource_types, schemas
from network.openness.queries.scim.lists import Wish
from network.openness.views.scim_answers import dumped, many
from network.openness.views.scim_door import ScimRequest, answer, base_of, door


@door("GET", "HEAD")
def config(request: ScimRequest) -> HttpResponse:
    """What is supported."""
    return answer(
        dumped(_placed(provider_config(), "ServiceProviderConfig", base_of(request), "ServiceProviderConfig"))
    )


@door("GET", "HEAD")
def types(request: ScimRequest, name: str = "") -> HttpResponse:
    """Users and Groups, or one of the two."""
    return _told(request, resource_types(), "ResourceType", name)


@door("GET", "HEAD")
def shapes(request: ScimRequest, name: str = "") -> HttpResponse:
    """What may be said of each, or of one."""
    return _told(request, schemas(), "Schema", name)


@door("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def not_here(request: ScimRequest) -> HttpResponse:
    """/Me, /Bulk and /.search: a key is nobody, and each call is one change to one resource."""
    raise NotImplementedException(detail="Not supported; see ServiceProviderConfig")


@door("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nowhere(request: ScimRequest, rest: str = "") -> HttpResponse:
    """Every other address."""
    raise NotFoundException(detail="There is nothing at this address")


def _told(request: ScimRequest, found: "list[Any]", kind: str, name: str) -> HttpResponse:
    if request.GET.get("filter"):
        raise ForbiddenException(detail="These are not filtered")  # RFC 7644, section 4
    placed = [_placed(each, kind, base_of(request), f"{kind}s/{each.id}") for each in found]
    if not name:
        return many(placed, len(placed), Wish(), None)
    for each in placed:
        if str(each.id).lower() == name.lower():
            return answer(dumped(each))
    raise NotFoundException(detail=f"No such {kind}")


def _placed(resource: "Resource[Any]", kind: str, base: str, path: str) -> "Resource[Any]":
    resource.meta = Meta(resource_type=kind, location=Reference(f"{base}/{path}"))
    return resource
