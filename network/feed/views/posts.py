"""One post: its page with the conversation, its menu, and what its author and its readers do with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.conversations.access import can_report_deleted
from network.conversations.actions import Limited
from network.conversations.forms import CommentForm, SwitchForm
from network.conversations.live import comments_html
from network.conversations.queries import CommentPlace, comment_place, comments_of, has_muted, history_of
from network.conversations.views.files import NOTHING_SENT, sent_files
from network.core.access import noted, require
from network.core.http import back, is_partial, page_or_part, see_other
from network.feed import actions
from network.feed.access import can_delete_post, can_edit_post, can_pin_post
from network.feed.forms import WordsForm
from network.feed.live import aside_of, whole_post_for
from network.feed.models import Post
from network.feed.queries import is_pinned, is_saved, marks_of, may_open_sharing, post_for
from network.feed.views.asking import asked_panel
from network.notifications.actions import mark_read
from profiles.models import Person
from profiles.sessions import person_of


def post_or_404(person: Person, post_id: int) -> Post:
    """Refused and missing look the same."""
    try:
        return post_for(person, post_id)
    except Post.DoesNotExist:
        raise Http404 from None


@require_GET
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """A post with its conversation; under htmx only the next comments."""
    person = person_of(request)
    shown = post_or_404(person, post_id)
    place = comment_place(person, shown.thread, request.GET)
    page = comments_of(person, shown.thread, place.after)
    marks = marks_of(person, [shown.pk])
    context = {
        "post": shown,
        "thread": shown.thread,
        "comments": comments_html(page.items, marks, person.quiet),
        "next_url": f"?after={page.before}" if page.before else "",
        **({} if is_partial(request) else _around(request, shown, marks, place)),
    }
    return page_or_part(request, "feed/post.html", "conversations/_comments.html", context)


def _around(request: HttpRequest, shown: Post, marks: Sequence[str], place: CommentPlace) -> dict[str, Any]:
    """The post itself, who takes part, and the box for an answer; opening the page reads the news about it."""
    person = person_of(request)
    if person.unread_count:
        mark_read(by=person, subject=f"thread:{shown.pk}")
        person.refresh_from_db(fields=["unread_count"])
    return {
        "later": place.is_later,
        "whole_post": whole_post_for(shown, marks),
        "aside_html": aside_of(shown),
        **asked_panel(person, shown),
        "parent": place.parent,
        "form": CommentForm(initial={"parent": place.parent.pk} if place.parent else None),
    }


@require_GET
def post_menu(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the person may do with a post."""
    person = person_of(request)
    shown = post_or_404(person, post_id)
    may_pin = can_pin_post(person, shown)
    context = {
        "post": shown,
        "may_edit": can_edit_post(person, shown),
        "may_delete": can_delete_post(person, shown),
        "may_report_gone": not shown.source and can_report_deleted(person, shown.thread),
        "has_files": bool(shown.thread.shown_files()),
        "may_pin": may_pin,
        "may_share": may_open_sharing(person, shown),
        "pinned": may_pin and is_pinned(shown),
        "saved": is_saved(person, shown),
        "muted": has_muted(person, shown.thread),
    }
    return page_or_part(request, "feed/post_menu.html", "feed/_post_menu.html", context)


@require_http_methods(["GET", "POST"])
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Changes one's own post and its files; what it said before, and what is removed, stays in its history."""
    person = person_of(request)
    shown = post_or_404(person, post_id)
    require(can_edit_post(person, shown), actions.NOT_YOURS)
    form = WordsForm(request.POST or None, initial={"title": shown.title, "text": shown.text, "kind": shown.kind})
    sent = sent_files(request, person) if form.is_bound else NOTHING_SENT
    form.beside(sent.texts())
    if form.is_bound and form.is_valid() and not sent.refused:
        with noted(form, Limited), form.posting():
            actions.edit_post(by=person, post=shown, words=form.words(), files=sent.changes())
        if not form.errors:
            return see_other(request, shown.get_absolute_url())
    context = {"form": form, "post": shown, "files": sent.shown_on(shown.thread.shown_files())}
    context |= sent.as_shown()
    return render(request, "feed/post_edit.html", context, status=422 if form.is_bound else 200)


@require_GET
def post_history(request: HttpRequest, post_id: int) -> HttpResponse:
    """What a post said before; every reader of it may read this."""
    shown = post_or_404(person_of(request), post_id)
    versions = history_of(shown.pk, shown.text, shown.title)
    return render(request, "feed/post_history.html", {"post": shown, "versions": versions})


@require_http_methods(["GET", "POST"])
def post_delete(request: HttpRequest, post_id: int) -> HttpResponse:
    """Asks, saying how many replies stay, then takes one's own post away."""
    person = person_of(request)
    shown = post_or_404(person, post_id)
    require(can_delete_post(person, shown), actions.NOT_YOURS)
    if request.method == "POST":
        actions.delete_post(by=person, post=shown)
        messages.success(request, _("The post is deleted."))
        return see_other(request, shown.thread.group.get_absolute_url() if shown.thread.group else "/")
    return render(request, "feed/post_delete.html", {"post": shown, "thread": shown.thread})


@require_POST
def post_save(request: HttpRequest, post_id: int) -> HttpResponse:
    """Puts a post aside for later, or no longer."""
    person, form = person_of(request), SwitchForm(request.POST)
    shown = post_or_404(person, post_id)
    if not form.is_valid():
        raise Http404
    actions.set_saved(by=person, post=shown, on=form.cleaned_data["on"])
    return back(request, shown.get_absolute_url(), f"post-{shown.pk}")


@require_POST
def post_pin(request: HttpRequest, post_id: int) -> HttpResponse:
    """A host keeps a post at the top of its group, or lets it go."""
    person, form = person_of(request), SwitchForm(request.POST)
    shown = post_or_404(person, post_id)
    if not form.is_valid():
        raise Http404
    actions.set_pin(by=person, post=shown, on=form.cleaned_data["on"])
    return see_other(request, shown.thread.group.get_absolute_url() if shown.thread.group else "/")
