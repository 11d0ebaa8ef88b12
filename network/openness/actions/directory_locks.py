"""Before every change by a directory: the key still counts, its source is locked, the version is the one meant."""

from django.utils.translation import gettext_lazy as _
from scim2_models import PreconditionFailedException

from network.core.access import require
from network.openness.access import can_provision
from network.openness.models import ScimToken
from profiles.models import Source

NOT_ANY_MORE = _("This key opens nothing any more.")


def locked_source(token: ScimToken) -> Source:
    """The source behind a key, locked: what its directory writes comes one after the other."""
    require(can_provision(token), NOT_ANY_MORE)
    return Source.objects.select_for_update(no_key=True).get(pk=token.source_id)


def require_version(version: str, match: str) -> None:
    """Raises PreconditionFailedException when If-Match names versions, and not this one."""
    wanted = {each.strip().removeprefix("W/") for each in match.split(",") if each.strip()}
    if wanted and "*" not in wanted and version.removeprefix("W/") not in wanted:
        raise PreconditionFailedException(detail="It was changed since: read it anew")
