"""A directory that speaks SCIM, for tests: a source, a key, and a client that sends what it is told."""

import json
from typing import Any

from django.test import Client

from network.openness.actions.directories import make_key
from profiles.models import Person, Source

BASE = "/scim/v2"
USER, GROUP = "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


def directory(ada: Person, name: str = "Entra ID") -> "Directory":
    source, _new = Source.objects.get_or_create(name=name, defaults={"kind": "scim"})
    return Directory(source, make_key(by=ada, source=source, days=30))


class Directory:
    """Sends and reads as a client does; answers are Django's, with `.json()`."""

    def __init__(self, source: Source, key: str) -> None:
        self.source, self.key, self.client = source, key, Client()

    def send(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.key}", **headers}
        body = content if isinstance(content, bytes | str) else json.dumps(content) if content is not None else ""
        return self.client.generic(method, f"{BASE}{path}", body, "application/scim+json", headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def create(self, **words: Any) -> Any:
        return self.send("POST", "/Users", person(**words))

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> Any:
        content = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}
        return self.send("PATCH", path, content, **headers)

    def group(self, name: str, *members: str, **more: Any) -> Any:
        listed = [{"value": member} for member in members]
        return self.send("POST", "/Groups", {"schemas": [GROUP], "displayName": name, "members": listed, **more})


def person(login: str = "ola@x.example", **more: Any) -> dict[str, Any]:
    """Somebody as Entra sends them."""
    return {
        "schemas": [USER, WORK],
        "externalId": f"id-{login}",
        "userName": login,
        "active": True,
        "displayName": "Ola Nes",
        "emails": [{"primary": True, "type": "work", "value": login}],
        "meta": {"resourceType": "User"},
        **more,
    }
