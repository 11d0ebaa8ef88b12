"""The board as columns and as list, one's own ideas, the desk of those who take ideas in."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from ideas.access import can_open_desk, can_screen
from ideas.actions import note_seen, open_box
from ideas.forms import narrowing_from
from ideas.live import idea_cards, idea_rows
from ideas.queries import (
    COLUMNS,
    DRAWERS,
    Board,
    Column,
    Listed,
    Narrowing,
    Order,
    campaigns_on_board,
    departments_with_ideas,
    ideas_by,
    late_count,
    listed,
    reviews_due,
    screening_queue,
)
from ideas.queries import board as board_for
from ideas.queries import mine as mine_for
from ideas.states import State
from network.core.http import page_or_part
from network.core.pages import cursor_from
from profiles.models import Person
from profiles.sessions import person_of

ORDERS: tuple[tuple[Order, "str | Promise"], ...] = (
    (Order.RECOMMENDED, _("Recommended")),
    (Order.READERS, _("Needs readers")),
    (Order.NEWEST, _("Newest")),
    (Order.TRENDING, _("Talked about now")),
    (Order.RESULTS, _("Results of voting")),
)


class Lane(NamedTuple):
    """A column with its rendered cards."""

    column: Column
    cards: list[SafeString]
    url: str


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Columns for the overview, a list for work; the same filters narrow both."""
    person = person_of(request)
    wish = narrowing_from(request.GET, [*COLUMNS, *DRAWERS])
    as_list = request.GET.get("view") == "list" or bool(wish.column)
    context = {"wish": wish, "as_list": as_list, "address": _address(request), **_choices(person, wish)}
    if as_list:
        context |= list_of(request, person, wish)
        return page_or_part(request, "ideas/board.html", "ideas/_rows.html", context)
    context["lanes"], context["drawers"] = _lanes(person, board_for(person, wish), context["address"])
    return page_or_part(request, "ideas/board.html", "ideas/_columns.html", context)


def _lanes(person: Person, found: Board, address: str) -> tuple[list[Lane], list[Lane]]:
    cards = idea_cards(person, found.keys())

    def lane(column: Column) -> Lane:
        shown = [cards[pk] for pk, _version in column.keys if pk in cards]
        return Lane(column, shown, f"?{address}{'&' if address else ''}state={column.state}")

    return [lane(c) for c in found.columns], [lane(c) for c in found.drawers]


def list_of(request: HttpRequest, person: Person, wish: Narrowing) -> dict[str, Any]:
    """A page of rows with the way to the next one."""
    page = max(1, min(cursor_from(request.GET.get("page")) or 1, 10_000))
    found = listed(person, wish, page)
    query = request.GET.copy()
    query["page"] = str(found.next_page)
    next_url = f"?{query.urlencode()}" if found.next_page else ""
    rows = idea_rows(person, found.keys)
    return {
        "rows": judged_rows(found, rows) if wish.order == Order.RESULTS else rows,
        "is_results": wish.order == Order.RESULTS,
        "count": found.count,
        "page": page,
        "next_url": next_url,
        "orders": ORDERS,
    }


def judged_rows(found: Listed, rows: list[SafeString]) -> list[SafeString]:
    """Rows of results, each with how many of its readers want it and how sure that is."""
    shown = zip((pk for pk, _version in found.keys), rows, strict=True)
    return [
        render_to_string(
            "ideas/_result.html", {"row": row, "entry": found.judged[pk], "is_first_apart": pk == found.apart}
        )
        for pk, row in shown
    ]


def _choices(person: Person, wish: Narrowing) -> dict[str, Any]:
    return {
        "departments": departments_with_ideas(person),
        "campaigns": campaigns_on_board(person),
        "late_count": late_count(person),
        "box": open_box(),
        "can_screen": can_screen(person),
        "state_label": State(wish.column).label if wish.column else "",
    }


def _address(request: HttpRequest) -> str:
    """What narrows the page now, without the state, the page and the look."""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("state", "page", "view", "order")]
    return urlencode(kept)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Which cards the person had before them; script says so once for each."""
    numbers = [number for raw in request.POST.getlist("idea")[:12] if (number := cursor_from(raw))]
    note_seen(by=person_of(request), ideas=numbers)
    return HttpResponse(status=204)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts, one's own ideas and what became of them, what one voted for, and what one answers for."""
    person = person_of(request)
    found = mine_for(person)

    def rows(ideas: list[Any]) -> list[SafeString]:
        return idea_rows(person, [(idea.pk, idea.version) for idea in ideas])

    context = {
        "drafts": found.drafts,
        "asked": found.asked,
        "mine": rows(found.ideas),
        "voted": rows(found.voted),
        "owned": rows(found.owned),
        "due": reviews_due(person),
        "can_screen": can_screen(person),
        "can_award": can_open_desk(person),
    }
    return render(request, "ideas/mine.html", context)


@require_GET
def screening(request: HttpRequest) -> HttpResponse:
    """What waits to be taken in, oldest first; who takes nothing in finds no such page."""
    person = person_of(request)
    if not can_screen(person):
        raise Http404
    return render(request, "ideas/screening.html", {"queue": screening_queue(person)})


@require_GET
def by_person(request: HttpRequest, handle: str) -> HttpResponse:
    """What a colleague has proposed, as far as the reader may see it."""
    person = person_of(request)
    author = Person.objects.visible_to(person).filter(handle=handle).first()
    if author is None:
        raise Http404
    context = {"author": author, "ideas": ideas_by(person, author)}
    return page_or_part(request, "ideas/by_person.html", "ideas/_by_person.html", context)
