"""One idea: its page, voting on it, moving it, and who answers for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import actions
from ideas.access import (
    can_ask_co_author,
    can_edit_idea,
    can_give_owner,
    can_give_spot_award,
    can_own_idea,
    can_vote_on,
    moves_for,
)
from ideas.forms import MoveForm, PersonForm
from ideas.live import SUPPORT, idea_cards
from ideas.models import Idea
from ideas.queries import (
    Became,
    became,
    clocks_of,
    files_of,
    judged_part,
    next_step,
    open_rounds,
    part_of,
    points_of,
    related,
    ribbons_of,
    voices_on,
    votes_brought,
    way_here,
)
from ideas.states import State
from ideas.views.delivery import panel
from ideas.views.places import idea_or_404, say
from network.conversations.forms import CommentForm
from network.conversations.live import comments_html
from network.conversations.models import Thread
from network.conversations.queries import comment_place, comments_of, marked, my_reactions, spread_of
from network.core.access import Refused, require
from network.core.http import is_partial, page_or_part, see_other
from network.notifications.actions import mark_read
from profiles.models import Person
from profiles.sessions import person_of


@require_GET
def idea(request: HttpRequest, number: int) -> HttpResponse:
    """An idea with its conversation; under htmx only the next comments. Opening it is counted for the rate, once."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    if shown.thread is None:
        writes = can_edit_idea(person, shown)
        draft = f"{reverse('ideas:new')}?draft={shown.pk}"
        return see_other(request, draft if writes else reverse("ideas:part", args=[shown.pk]))
    thread = shown.thread
    place = comment_place(person, thread, request.GET)
    page = comments_of(person, thread, place.after)
    mine = my_reactions(person, [thread.pk])
    context = {
        "idea": shown,
        "thread": thread,
        "comments": marked("".join(comments_html(page.items, [], person.quiet)), mine),
        "next_url": f"?after={page.before}" if page.before else "",
    }
    if not is_partial(request):
        actions.note_reading(by=person, idea=shown)
        context |= _around(request, person, shown, thread) | {"later": place.is_later, "parent": place.parent}
        context["form"] = CommentForm(initial={"parent": place.parent.pk} if place.parent else None)
    return page_or_part(request, "ideas/idea.html", "conversations/_comments.html", context)


def _around(request: HttpRequest, person: Person, shown: Idea, thread: Thread) -> dict[str, Any]:
    """What stands beside the conversation; opening the page reads the news about it."""
    if person.unread_count:
        mark_read(by=person, subject=f"idea:{shown.pk}")
        mark_read(by=person, subject=f"thread:{thread.pk}")
        person.refresh_from_db(fields=["unread_count"])
    found = became(shown)
    edits = can_edit_idea(person, shown)
    return {
        **_history(person, shown, found),
        **panel(person, shown, found),
        "support": idea_cards(person, [(shown.pk, shown.version)], SUPPORT).get(shown.pk, ""),
        "spread": spread_of([thread.pk]).get(thread.pk, []),
        "part": part_of(person, shown),
        "can_edit": edits,
        "can_ask": edits and can_ask_co_author(person, shown),
        "can_vote": can_vote_on(person, shown),
        "judged": judged_part(person, shown),
        "merged": related(person, shown),
        "points": points_of(person, shown.campaign, shown),
        "brought": votes_brought(person, shown),
        "voices": voices_on(person, shown),
        "can_add_voice": shown.is_votable,
        "ribbons": ribbons_of(shown),
        "open_rounds": open_rounds(person, shown),
        "can_award": can_give_spot_award(person, shown),
        "files": files_of(shown),
    }


def _history(person: Person, shown: Idea, found: Became) -> dict[str, Any]:
    return {
        "idea": shown,
        "changes": way_here(shown, found),
        "next": next_step(shown, clocks_of(shown)),
        "moves": moves_for(person, shown),
        "can_give_owner": can_give_owner(person, shown),
    }


@require_GET
def timeline(request: HttpRequest, number: int) -> HttpResponse:
    """What has happened and what comes next; the page fetches it again when the idea moves."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    return page_or_part(request, "ideas/timeline.html", "ideas/_history.html", _history(person, shown, became(shown)))


@require_GET
def moves(request: HttpRequest, number: int) -> HttpResponse:
    """Where the person may move the idea; the menu of a card, by keyboard and pointer alike."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    context = {"idea": shown, "moves": moves_for(person, shown), "can_give_owner": can_give_owner(person, shown)}
    return page_or_part(request, "ideas/moves.html", "ideas/_moves.html", context)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, number: int, state: str) -> HttpResponse:
    """Asks for what the move must bring, and makes it."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    to = next((State(to) for to in moves_for(person, shown) if to == state), None)
    if to is None or to == State.SUBMITTED:
        raise Http404
    form = MoveForm(person, shown, to, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with form.posting():
                actions.move_idea(by=person, idea=shown, to=to, said=form.said)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("“%(title)s” is moved.") % {"title": shown.title})
            return see_other(request, shown.get_absolute_url())
    context = {"idea": shown, "to": to, "form": form}
    return render(request, "ideas/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, number: int) -> HttpResponse:
    """Chooses who answers for the idea, oneself or a colleague."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_give_owner(person, shown), actions.NOT_RECEIVER)
    form = PersonForm(request.POST if request.POST.get("do") == "give" else None)
    if request.method == "POST":
        chosen = person if request.POST.get("do") == "take" else form.chosen()
        if chosen is not None:
            try:
                actions.give_owner(by=person, idea=shown, owner=chosen)
                return see_other(request, shown.get_absolute_url())
            except Refused as refusal:
                say(request, form, refusal)
    context = {"idea": shown, "form": form, "can_take": can_own_idea(person, shown) and shown.owner_id != person.pk}
    return render(request, "ideas/owner.html", context, status=422 if form.errors else 200)
