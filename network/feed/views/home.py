"""The home page: the village, the prompt, lanes of posts, what waits for an answer."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from network.core.http import is_partial, page_or_part
from network.core.pages import cursor_from
from network.feed.live import cards_for
from network.feed.queries import Lane, lane_page, village_today, waiting_for_you
from profiles.models import Person
from profiles.queries import is_welcomed, newcomers, occasions_for
from profiles.sessions import person_of


class LaneLink(NamedTuple):
    """A lane as the page names it, and what it says when it is empty."""

    lane: Lane
    label: "str | Promise"
    empty: "str | Promise"


LANES = (
    LaneLink(Lane.EVERYTHING, _("All"), _("Nothing has been written yet. Be the first to light a window.")),
    LaneLink(Lane.GROUPS, _("My groups"), _("Your groups are quiet. Write something in one, or find another group.")),
    LaneLink(Lane.OUTSIDE, _("Other departments"), _("No one outside your department has written yet.")),
    LaneLink(Lane.FOLLOWING, _("Following"), _("Follow colleagues and topics, and you find what they write here.")),
    LaneLink(Lane.WAITING, _("Waiting for an answer"), _("Everything has been answered. Well done, all of you.")),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The home feed in one lane; under htmx only the next cards."""
    person = person_of(request)
    lane = Lane(asked) if (asked := request.GET.get("lane", "")) in list(Lane) else Lane.EVERYTHING
    page = lane_page(person, lane, cursor_from(request.GET.get("before")))
    context = {
        "cards": cards_for(person, page.keys),
        "next_url": f"?lane={lane}&before={page.next}" if page.next else "",
        "lane": lane,
        "older": "before" in request.GET,
        **({} if is_partial(request) else _around(request, person, lane)),
    }
    return page_or_part(request, "feed/home.html", "feed/_cards.html", context)


def _around(request: HttpRequest, person: Person, lane: Lane) -> dict[str, Any]:
    """What the page shows above and beside the feed."""
    return {
        "lanes": LANES,
        "empty": next(link.empty for link in LANES if link.lane is lane),
        "village": village_today(),
        "newcomers": lambda: newcomers()[:3],  # asked only when the page has none at hand
        "occasions": occasions_for(person),
        "is_new": is_welcomed(person),
        "waiting": waiting_for_you(person),
        "first_today": _first_today(request),
        "part_of_day": _part_of_day(),
        "first_name": person.name.partition(" ")[0],
    }


def _first_today(request: HttpRequest) -> bool:
    """True once a day in each session: then the village is drawn in full."""
    today = timezone.localdate().isoformat()
    if request.session.get("village") == today:
        return False
    request.session["village"] = today
    return True


def _part_of_day() -> str:
    hour = timezone.localtime().hour
    return "morning" if 5 <= hour < 10 else "day" if hour < 17 else "evening"
