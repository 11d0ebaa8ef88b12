"""What a client is told about this server before it says anything (RFC 7644, section 4)."""

from typing import Any

from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ETag,
    External,
    Filter,
    Patch,
    Reference,
    Required,
    ResourceType,
    Schema,
    ServiceProviderConfig,
    Sort,
)

from network.openness.queries.scim.shapes import Colleague, GroupShape, PersonShape, WorkShape

PAGE_SIZE, LARGEST_PAGE = 100, 200
MAX_BYTES = 1024 * 1024
_TOLD = {  # what a schema cannot say by itself
    "emails": "Needed, unless userName is an address. The one for work signs in; otherwise the primary or first.",
    "displayName": "Needed, unless name says it.",
    "active": "Whether the account is open; true for somebody new of whom it is not said.",
    "department": "With those above it: Company > Division > Department.",
}
_NEEDED = ("emails", "displayName", "active")  # published as such; read more leniently, as told


def provider_config() -> ServiceProviderConfig:
    """What is supported, and what is not: bulk, sorting, passwords."""
    bearer = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="Bearer token",
        description="A key that an administrator makes under Administration, Provisioning.",
        spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
        primary=True,
    )
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=LARGEST_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[bearer],
    )


def resource_types() -> list[ResourceType]:
    """Users and Groups."""
    return [ResourceType.from_resource(model) for model in (Colleague, GroupShape)]


def schemas() -> list[Schema]:
    """What may be said of each."""
    named: tuple[tuple[Any, str, str], ...] = (
        (PersonShape, "User", "A person who works here"),
        (WorkShape, "EnterpriseUser", "Where in the organisation they work"),
        (GroupShape, "Group", "A group of the directory"),
    )
    return [_schema(*each) for each in named]


def _schema(model: Any, name: str, description: str) -> Schema:
    schema: Schema = model.to_schema()
    schema.name, schema.description = name, description
    for attribute in schema.attributes or []:
        if attribute.name in _TOLD:
            attribute.description = _TOLD[attribute.name]
        if attribute.name in _NEEDED:
            attribute.required = Required.true
            for part in attribute.sub_attributes or []:
                part.required = Required(part.name == "value")
    return schema
