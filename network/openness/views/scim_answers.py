"""A person, a group or a list of them as an answer: the attributes that were asked for, with version and address."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError
from scim2_models import Context, InvalidPathException, Resource, ResponseParameters

from network.openness.queries.scim.lists import Wish
from network.openness.views.scim_door import answer, is_unchanged


def parameters_of(request: HttpRequest, model: Any) -> "ResponseParameters[Any]":
    """`attributes` and `excludedAttributes`; raises where they cannot be read."""
    named = {key: request.GET[key] for key in ("attributes", "excludedAttributes") if request.GET.get(key)}
    try:
        return ResponseParameters[model].model_validate(named)
    except ValidationError:
        raise InvalidPathException(
            detail="attributes or excludedAttributes cannot be read, or both are there"
        ) from None


def leaves_out(wanted: "ResponseParameters[Any]", name: str) -> bool:
    """True when nobody asked for this attribute, so that it need not be read."""
    named = [str(path).rsplit(":", 1)[-1].partition(".")[0].lower() for path in wanted.attributes or []]
    excluded = [str(path).rsplit(":", 1)[-1].lower() for path in wanted.excluded_attributes or []]
    return name in excluded or (bool(named) and name not in named)


def one(
    request: HttpRequest, shape: "Resource[Any]", wanted: "ResponseParameters[Any]", status: int = 200
) -> HttpResponse:
    """The whole of one, or 304 to a client that has it."""
    version, location = str(shape.meta.version), str(shape.meta.location)  # type: ignore[union-attr]
    if request.method == "GET" and is_unchanged(request, version):
        response = HttpResponse(status=304)
    else:
        response = answer(dumped(shape, wanted), status)
    response["ETag"] = version
    if status == 201:
        response["Location"] = location
    return response


def many(
    shapes: "Sequence[Resource[Any]]", total: int, wish: Wish, wanted: "ResponseParameters[Any] | None"
) -> HttpResponse:
    """A page of them, and how many there are."""
    return answer(
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total,
            "startIndex": wish.start,
            "itemsPerPage": len(shapes),
            "Resources": [dumped(shape, wanted) for shape in shapes],
        }
    )


def dumped(shape: "Resource[Any]", wanted: "ResponseParameters[Any] | None" = None) -> Any:
    """What an answer tells of it."""
    return shape.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=wanted)
