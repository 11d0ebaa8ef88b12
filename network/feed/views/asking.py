"""Asking somebody who knows: whom the composer would ask, and handing a question on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.core.http import page_or_part, see_other
from network.feed import actions
from network.feed.forms import HandOnForm, PostForm
from network.feed.models import Asked, Post
from network.feed.queries import Asking, asked_row, asking_for, handed_to, post_for, was_asked
from profiles.models import Person
from profiles.sessions import person_of


def asking_of(person: Person, form: PostForm) -> Asking | None:
    """Who would be asked by what the form says now; None when it asks nobody."""
    words = form.asks_about()
    if not words:
        return None
    asking = asking_for(person, form.group, words)
    if form.was_shown(asking.mark):
        return asking_for(person, form.group, words, form.kept())
    return asking


def ask_of(asking: Asking | None) -> actions.Ask | None:
    """What the action is told: those that the author left chosen."""
    if asking is None or asking.skill is None:
        return None
    return actions.Ask(asking.skill, asking.chosen)


@require_POST
def askable(request: HttpRequest) -> HttpResponse:
    """The part of the composer that says who will be asked, as the skill, the kind or the place is chosen."""
    person = person_of(request)
    form = PostForm(request.POST, person=person, everyone="")
    context = {"form": form, "asking": asking_of(person, form)}
    return page_or_part(request, "feed/_asking.html", "feed/_asking.html", context)


@require_http_methods(["GET", "POST"])
def hand_on(request: HttpRequest, post_id: int) -> HttpResponse:
    """Not me, but …: the one who is asked names a colleague, or nobody; when several may be meant they are offered."""
    person = person_of(request)
    post = _asked_in(person, post_id)
    asked, form = asked_row(person, post), HandOnForm(request.POST or None)
    if asked is None:
        return see_other(request, post.get_absolute_url())
    if not form.is_bound:
        return _page(request, asked, form)
    if "nobody" in request.POST:
        actions.hand_on(by=person, asked=asked)
        messages.success(request, _("Thank you for saying so. You are no longer asked here."))
        return see_other(request, post.get_absolute_url())
    found = handed_to(person, asked, form.words()) if form.is_valid() else []
    meant = form.meant(found)
    if meant is None:
        return _page(request, asked, form)
    actions.hand_on(by=person, asked=asked, to=meant)
    messages.success(request, _("%(name)s is asked instead of you.") % {"name": meant.name})
    return see_other(request, post.get_absolute_url())


def _asked_in(person: Person, post_id: int) -> Post:
    """The post, for somebody who was asked in it; refused, missing and never asked look the same."""
    try:
        post = post_for(person, post_id)
    except Post.DoesNotExist:
        raise Http404 from None
    if not was_asked(person, post):
        raise Http404
    return post


def _page(request: HttpRequest, asked: Asked, form: HandOnForm) -> HttpResponse:
    context = hand_on_context(asked, person_of(request), form)
    return render(request, "feed/hand_on.html", context, status=422 if form.is_bound else 200)


def asked_panel(person: Person, post: Post) -> dict[str, Any]:
    """What the post's own page shows to somebody who is asked there and has not answered yet."""
    asked = asked_row(person, post) if vars(post)["awaits_me"] else None
    return {} if asked is None else hand_on_context(asked, person, HandOnForm())


def hand_on_context(asked: Asked, person: Person, form: HandOnForm) -> dict[str, Any]:
    """What the page and the panel on the post's own page show."""
    return {"asked": asked, "hand_on_form": form, "nearest": form.found or handed_to(person, asked)}
