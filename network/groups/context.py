"""The rail's "my groups"."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from network.core.cards import cards
from network.groups.models import Group
from network.groups.queries import my_groups as groups_of
from profiles.models import Person


def my_groups(request: HttpRequest) -> dict[str, Any]:
    """Links to one's groups, the liveliest first; read only when the page shows the rail."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"my_groups": SimpleLazyObject(lambda: _links(user, request.path))}


def _links(person: Person, path: str) -> list[SafeString]:
    """The group whose page is open is marked."""
    rows = {group.pk: group for group in groups_of(person)}
    states = [(pk, group.version * 2 + group.is_active_today) for pk, group in rows.items()]
    found = cards("rail", states, lambda ids: {pk: _link(rows[pk]) for pk in ids})
    if not path.startswith("/groups/"):
        return [found[pk] for pk in rows]
    return [_marked(found[pk], group, path) for pk, group in rows.items()]


def _link(group: Group) -> str:
    return render_to_string("groups/_rail_link.html", {"group": group, "lit": group.is_active_today})


def _marked(link: SafeString, group: Group, path: str) -> SafeString:
    if path != group.get_absolute_url():
        return link
    address = format_html('href="{}"', path)
    return mark_safe(link.replace(address, f'{address} aria-current="page"'))  # noqa: S308  (a template's own link)
