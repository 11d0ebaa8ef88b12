"""The desk of those who handle reports: the queue, and one case. For everybody else neither exists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from network.core.http import is_partial, page_or_part
from network.moderation.access import Handler, cases_for
from network.moderation.actions.custody import read_name
from network.moderation.actions.reading import read_snapshots
from network.moderation.models import Case
from network.moderation.queries.content import content_of, is_hidden
from network.moderation.queries.desk import desk_of, replied_to
from network.moderation.queries.evidence import all_evidence, files_in
from network.moderation.queries.exposure import MUCH, choice_of, opened_today
from network.moderation.queries.queue import Show, queue_of
from network.moderation.views.places import case_page, found_by, handler_of
from profiles.models import Person


@require_GET
def queue(request: HttpRequest, show: str = "") -> HttpResponse:
    """What waits, what presses most first."""
    person = handler_of(request)
    asked = request.GET.get("show", show)
    shown = Show(asked) if asked in Show else Show.ALL
    page = queue_of(person, cases_for(person), shown, request.GET.get("after", ""))
    tabs = [(kind, kind.label, page.counts[kind]) for kind in Show]
    context = {"queue": page, "show": shown, "tabs": tabs, "is_first": "after" not in request.GET}
    if not is_partial(request):
        # the rail says the same number, which is known here
        context |= {"opened": opened_today(person), "much": MUCH, "at_desk": {"waiting": page.to_do}}
    return page_or_part(request, "moderation/queue.html", "moderation/_queue.html", context)


@require_GET
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case. What was reported is sealed until it is asked for, and asking leaves a line in the log."""
    handler, shown = found_by(request, ref)
    person = handler.person
    if "read" in request.GET:
        read = reported(person, shown)
        if is_partial(request):
            return render(request, "moderation/_case_reported.html", {"case": shown, **read})
        return case_page(request, shown, **read)
    if "name" in request.GET:
        return case_page(request, shown, named=read_name(by=person, case=shown, ref=request.GET["name"]))
    if is_partial(request):
        return render(request, "moderation/_standing.html", standing(request, handler, shown))
    return case_page(request, shown, by=handler)


def reported(person: Person, shown: Case) -> dict[str, Any]:
    """What was sealed, and what stands there now."""
    content = content_of(shown.kind, shown.subject_id)
    hidden = bool(content and is_hidden(content))
    kept = read_snapshots(by=person, case=shown)
    read = {"snapshots": kept, "content": content, "is_hidden": hidden, "above": replied_to(content)}
    files = all_evidence(shown, files_in(content), [sealed.told for sealed in kept])
    return read | {"files": files, "shows_pictures": choice_of(person).shows_pictures}


def standing(request: HttpRequest, handler: Handler, shown: Case) -> dict[str, Any]:
    """How the case stands by now, for a page that was opened a while ago."""
    seen = request.GET.get("seen", "")
    desk = desk_of(handler, shown)
    return {"case": shown, "desk": desk, "seen": seen, "has_moved": seen != str(shown.version)}
