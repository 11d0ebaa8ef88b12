"""People and groups in the form in which SCIM speaks of them (RFC 7643), no wider than what is of use here.

What is not declared is accepted and not kept: a photo, a password or a private address is nothing that we ask for.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, field_validator
from scim2_models import (
    URN,
    AnyExtension,
    CaseExact,
    ComplexAttribute,
    Extension,
    Mutability,
    Name,
    Reference,
    Required,
    Resource,
    ScimPolicy,
    Uniqueness,
)

# What Entra and Okta send beyond the letter of RFC 7644.
LENIENT = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


class Labelled(ComplexAttribute):
    """One of several values, each with what it is for."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class Place(ComplexAttribute):
    """Where somebody works, of which the town is shown; no street, as it could be somebody's own."""

    locality: str | None = None
    region: str | None = None
    country: str | None = None
    type: str | None = None
    primary: bool | None = None


class Superior(ComplexAttribute):
    """The manager, by the id of a person whom the same source brought in."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.read_write] = Field(  # type: ignore[name-defined] # noqa: F821
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class WorkShape(Extension):
    """The enterprise extension."""

    __schema__ = URN(WORK)

    employee_number: str | None = None
    cost_center: str | None = None
    organization: str | None = None
    division: str | None = None
    department: str | None = None
    manager: Superior | None = None

    @field_validator("manager", mode="before")
    @classmethod
    def _may_be_named_bare(cls, value: object) -> object:
        """Entra sends the id alone."""
        return {"value": value} if isinstance(value, str) else value


class PersonShape(Resource[AnyExtension]):
    """A person; "User" in SCIM."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    display_name: str | None = None
    title: str | None = None
    preferred_language: str | None = None
    locale: str | None = None
    active: bool | None = None
    emails: list[Labelled] | None = None
    phone_numbers: list[Labelled] | None = None
    addresses: list[Place] | None = None


class MemberShape(ComplexAttribute):
    """A member of a group, by the id of a person whom the same source brought in."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.read_write] = Field(  # type: ignore[name-defined] # noqa: F821
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class GroupShape(Resource[Any]):
    """A group of the directory."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    members: list[MemberShape] | None = None


Colleague = PersonShape[WorkShape]


def work_of(shape: "PersonShape[Any]") -> WorkShape:
    """The enterprise extension, empty where there is none."""
    found: WorkShape | None = shape[WorkShape]
    return found or WorkShape()


def shape_of(words: Mapping[str, Any]) -> "PersonShape[Any]":
    """The words of a directory as they were kept."""
    shape: PersonShape[Any] = Colleague.model_validate(dict(words), scim_policy=LENIENT)
    return shape
