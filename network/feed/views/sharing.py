"""Sharing a post outside: asked for, answered, and the kit to do it oneself. Nothing is sent anywhere."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.access import Refused
from network.core.http import see_other
from network.core.pages import cursor_from
from network.core.warned import posting
from network.feed import actions
from network.feed.access import can_approve_sharing, can_ask_to_share
from network.feed.forms import NotSharedForm
from network.feed.models import Post, Sharing
from network.feed.queries import kit_of, may_open_sharing, sharing_of, sharings_waiting, was_asked_before
from network.feed.views.posts import post_or_404
from network.notifications.actions import mark_read
from network.policy.access.channels import speaks_for_us
from profiles.models import Person
from profiles.sessions import person_of


@require_GET
def sharings(request: HttpRequest) -> HttpResponse:
    """Posts that wait for somebody who speaks for us; for others there is no such page."""
    person = person_of(request)
    if not speaks_for_us(person):
        raise Http404
    page = sharings_waiting(person, cursor_from(request.GET.get("before")))
    context = {"sharings": page.items, "next_url": f"?before={page.before}" if page.before else ""}
    return render(request, "feed/sharings.html", context)


@require_http_methods(["GET", "POST"])
def sharing(request: HttpRequest, post_id: int) -> HttpResponse:
    """The author asks, somebody who speaks for us answers, and once it is approved everybody finds the kit here."""
    person = person_of(request)
    shown, asked = _found(person, post_id)
    form = NotSharedForm(request.POST if request.POST.get("do") == "decline" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _answered(request, shown, form)
    return _page(request, shown, asked, form)


def _found(person: Person, post_id: int) -> tuple[Post, Sharing | None]:
    """Refused and missing look the same: before it is approved only its author and those who speak for us open it."""
    shown = post_or_404(person, post_id)
    asked = sharing_of(shown)
    if not may_open_sharing(person, shown, asked):
        raise Http404
    return shown, asked


def _answered(request: HttpRequest, shown: Post, form: NotSharedForm) -> HttpResponse:
    """Does what the button says. What is refused is said on the post's own page: this one may be gone."""
    given: dict[str, Any] = {"by": person_of(request), "post": shown}
    seen = given | {"digest": request.POST.get("digest", "")}
    acts = {
        "ask": lambda: actions.ask_to_share(**given),
        "back": lambda: actions.take_sharing_back(**given),
        "approve": lambda: actions.approve_sharing(**seen),
        "decline": lambda: actions.decline_sharing(**seen, reason=form.cleaned_data["reason"]),
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        with posting(form if form.is_bound else None):
            act()
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return see_other(request, shown.get_absolute_url())
    messages.success(request, _("Saved."))
    return see_other(request, request.path)


def _page(request: HttpRequest, shown: Post, asked: Sharing | None, form: NotSharedForm) -> HttpResponse:
    person = person_of(request)
    if person.unread_count:
        mark_read(by=person, subject=f"sharing:{shown.pk}")
        person.refresh_from_db(fields=["unread_count"])
    may_answer = asked is not None and can_approve_sharing(person, shown)
    context = {
        "post": shown, "asked": asked, "form": form, "may_answer": may_answer,
        "may_ask": can_ask_to_share(person, shown),
        "was_changed": asked is None and was_asked_before(shown),
        "kit": kit_of(person, shown) if asked is not None and (asked.is_approved or may_answer) else None,
    }  # fmt: skip
    return render(request, "feed/sharing.html", context, status=422 if form.errors else 200)
