"""What ideas are sent to."""

from ideas.models import Campaign


def open_box() -> Campaign:
    """The box that is always open; made the first time that somebody needs it, so that nothing is ever homeless."""
    return Campaign.objects.get_or_create(kind=Campaign.Kind.OPEN_BOX, defaults={"slug": "always-open"})[0]
