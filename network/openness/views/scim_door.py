"""Every call of a directory: by its key and nothing else, in JSON, and each refusal in the words of RFC 7644."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import (
    Error,
    ForbiddenException,
    InvalidSyntaxException,
    InvalidValueException,
    PayloadTooLargeException,
    SCIMException,
    UnauthorizedException,
    UniquenessException,
)

from network.core.access import Refused
from network.core.clock import now
from network.openness.access import can_provision
from network.openness.actions.directories import A_MINUTE, hash_of, note_use
from network.openness.models import ScimToken
from network.openness.queries.keys import token_of
from network.openness.queries.scim.discovery import MAX_BYTES
from network.openness.queries.scim.said import require_text
from profiles.queries.said import NotTaken, sentence

JSON = "application/scim+json"
View = Callable[..., HttpResponse]
_UNIQUE = ("taken", "other_number", "former", "handle_taken")


class ScimRequest(HttpRequest):
    """A request by a key."""

    token: ScimToken


class _Unlike(SCIMException):
    """A refusal that RFC 7644 has no word of its own for."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail=detail)
        self.status = status


def door(*methods: str) -> Callable[[View], View]:
    """Lets in whoever has a key, in English, as machines read it; a session opens nothing here."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def inner(request: ScimRequest, **arguments: str) -> HttpResponse:
            with translation.override("en"):
                response = _answer(view, methods, request, arguments)
            response["Content-Language"] = "en"
            patch_vary_headers(response, ["Authorization"])
            return response

        return inner

    return wrap


def _answer(view: View, methods: tuple[str, ...], request: ScimRequest, arguments: dict[str, str]) -> HttpResponse:
    try:
        request.token = _token(request)
        if request.method not in methods:
            response = refusal(_Unlike(405, "Not for this address"))
            response["Allow"] = ", ".join(methods)
            return response
        return view(request, **arguments)
    except SCIMException as exception:
        return refusal(exception)
    except ValidationError as exception:
        return _refused(Error.from_validation_errors(exception)[0])
    except NotTaken as exception:
        return refusal(_of_fault(exception))
    except Refused as exception:
        return refusal(ForbiddenException(detail=str(exception.sentence)))
    except IntegrityError:  # somebody else was quicker, by another way in
        return refusal(UniquenessException(detail="It was taken in the meantime"))
    except OperationalError:
        response = refusal(_Unlike(503, "Too much at once: try again"))
        response["Retry-After"] = "5"
        return response


def _of_fault(exception: NotTaken) -> SCIMException:
    words = sentence(exception.fault)
    if exception.fault.code in ("administrator", "administrator_address"):
        return ForbiddenException(detail=words)
    return UniquenessException(detail=words) if exception.fault.code in _UNIQUE else InvalidValueException(detail=words)


def _token(request: HttpRequest) -> ScimToken:
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    token = token_of(hash_of(key.strip())) if kind.lower() == "bearer" and key.strip() else None
    if token is None or not can_provision(token):
        raise UnauthorizedException(detail="A key is needed, and this is none")
    if note_use(token=token) > A_MINUTE:
        raise _Unlike(429, "Too many calls in a minute")
    return token


def refusal(exception: SCIMException) -> HttpResponse:
    """The body, and what a status demands of the headers."""
    response = _refused(exception.to_error())
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="SCIM"'
    elif response.status_code == 429:
        response["Retry-After"] = str(60 - now().second)
    return response


def _refused(error: Error) -> HttpResponse:
    return answer(error.model_dump(), status=error.status or 400)


def answer(content: Any, status: int = 200) -> HttpResponse:
    """JSON as SCIM names it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=JSON)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """What was sent; raises where it is too long, no JSON, or no object."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise PayloadTooLargeException(detail=f"At most {MAX_BYTES} bytes")
    if request.content_type not in (JSON, "application/json"):
        raise _Unlike(415, f"Send {JSON}")
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError):
        raise InvalidSyntaxException(detail="The body is no JSON") from None
    if not isinstance(content, dict):
        raise InvalidSyntaxException(detail="The body is no JSON object")
    require_text(content)
    return content


def base_of(request: HttpRequest) -> str:
    """The address that a client was given, without a slash at its end."""
    return request.build_absolute_uri("/scim/v2")


def is_unchanged(request: HttpRequest, version: str) -> bool:
    """The client has this version already."""
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    return version.removeprefix("W/") in known or "*" in known
