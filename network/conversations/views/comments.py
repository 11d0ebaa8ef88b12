"""Pages and fragments of conversations: answering, reacting, changing one's own, history, muting, mention list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.conversations import actions, live
from network.conversations.access import can_delete_comment, can_edit_comment, can_report_deleted
from network.conversations.forms import CommentForm, EditCommentForm, SwitchForm
from network.conversations.models import Comment, Emotion, Thread
from network.conversations.queries import (
    comment_for,
    history_of,
    marked,
    my_reactions,
    place_for,
    suggested_people,
    thread_for,
)
from network.core.access import noted, require
from network.core.http import back, is_partial, page_or_part, see_other
from network.core.limits import TOO_MUCH, at_most, too_often, wait_for
from network.groups.models import Group
from profiles.models import Person
from profiles.sessions import person_of


def _thread(person: Person, thread_id: int) -> Thread:
    try:
        return thread_for(person, thread_id)
    except Thread.DoesNotExist:
        raise Http404 from None


def _comment(person: Person, comment_id: int) -> Comment:
    try:
        return comment_for(person, comment_id)
    except Comment.DoesNotExist:
        raise Http404 from None


def comment_url(comment: Comment) -> str:
    """Where the comment stands: its thread's page, at the comment, however many came before it."""
    return f"{comment.thread.get_absolute_url()}?at={comment.pk}#comment-{comment.pk}"


@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Answers in a thread; with script the answer itself comes back, without it the thread's page."""
    person = person_of(request)
    thread = _thread(person, thread_id)
    if request.method == "GET":
        return see_other(request, f"{thread.get_absolute_url()}#reply")
    form = CommentForm(request.POST)
    parent = _parent(person, thread, form)
    seconds = wait_for(request, "comment") if form.is_valid() else 0
    if seconds:
        form.add_error("text", TOO_MUCH)
    if not form.is_valid():
        context, status = {"form": form, "thread": thread, "parent": parent}, 429 if seconds else 422
        answer = page_or_part(request, "conversations/reply.html", "conversations/_replybox.html", context, status)
        return too_often(answer, seconds) if seconds else answer
    given = {name: form.cleaned_data[name] for name in ("text", "key")}
    with noted(form, actions.Limited, "text"), form.posting(alone=True):
        comment = actions.publish_comment(author=person, thread=thread, parent=parent, **given)
    if form.errors:
        context = {"form": form, "thread": thread, "parent": parent}
        return page_or_part(request, "conversations/reply.html", "conversations/_replybox.html", context, 422)
    if is_partial(request):
        return HttpResponse(live.COMMENT.render([comment.pk]).get(comment.pk, ""), status=201)
    return see_other(request, comment_url(comment))


def _parent(person: Person, thread: Thread, form: CommentForm) -> Comment | None:
    form.is_valid()
    number = form.cleaned_data.get("parent")
    if number is None:
        return None
    parent = _comment(person, number)
    return parent if parent.thread_id == thread.pk else None


@require_POST
@at_most("reaction")
def thread_reaction(request: HttpRequest, thread_id: int, emotion: str) -> HttpResponse:
    """Gives or takes back a reaction to a post."""
    person = person_of(request)
    return _react(request, _thread(person, thread_id), None, emotion)


@require_POST
@at_most("reaction")
def comment_reaction(request: HttpRequest, comment_id: int, emotion: str) -> HttpResponse:
    """Gives or takes back a reaction to a comment."""
    comment = _comment(person_of(request), comment_id)
    return _react(request, comment.thread, comment, emotion)


def _react(request: HttpRequest, thread: Thread, comment: Comment | None, emotion: str) -> HttpResponse:
    person, form = person_of(request), SwitchForm(request.POST)
    if emotion not in Emotion.values or not form.is_valid():
        raise Http404
    on = form.cleaned_data["on"]
    actions.set_reaction(by=person, thread=thread, comment=comment, emotion=Emotion(emotion), on=on)
    subject = (comment or thread).pk
    if is_partial(request):
        html = live.REACTIONS.fresh([subject])[subject]
        return HttpResponse(marked(html, my_reactions(person, [thread.pk])))
    anchor = f"comment-{subject}" if comment else f"post-{subject}"
    return back(request, thread.get_absolute_url(), anchor)


@require_POST
def thread_mute(request: HttpRequest, thread_id: int) -> HttpResponse:
    """No more letters about a thread, or letters again."""
    person, form = person_of(request), SwitchForm(request.POST)
    thread = _thread(person, thread_id)
    if not form.is_valid():
        raise Http404
    actions.set_mute(by=person, thread=thread, on=form.cleaned_data["on"])
    on = form.cleaned_data["on"]
    messages.success(request, _("You get no more news about this.") if on else _("You get news about this again."))
    return back(request, thread.get_absolute_url(), "")


@require_GET
def comment_menu(request: HttpRequest, comment_id: int) -> HttpResponse:
    """What the person may do with a comment."""
    person = person_of(request)
    comment = _comment(person, comment_id)
    context = {
        "comment": comment,
        "may_edit": can_edit_comment(person, comment),
        "may_delete": can_delete_comment(person, comment),
        "may_report_gone": can_report_deleted(person, comment.thread, comment),
        "link": comment_url(comment),
    }
    return page_or_part(request, "conversations/comment_menu.html", "conversations/_comment_menu.html", context)


@require_http_methods(["GET", "POST"])
def comment_edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Changes one's own comment."""
    person = person_of(request)
    comment = _comment(person, comment_id)
    require(can_edit_comment(person, comment), actions.NOT_YOURS)
    form = EditCommentForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        with noted(form, actions.Limited), form.posting(alone=True):
            actions.edit_comment(by=person, comment=comment, text=form.cleaned_data["text"])
        if not form.errors:
            return see_other(request, comment_url(comment))
    status = 422 if form.is_bound else 200
    return render(request, "conversations/comment_edit.html", {"form": form, "comment": comment}, status=status)


@require_GET
def comment_history(request: HttpRequest, comment_id: int) -> HttpResponse:
    """What a comment said before; every reader of it may read this."""
    comment = _comment(person_of(request), comment_id)
    context = {"comment": comment, "versions": history_of(comment.pk, comment.text), "link": comment_url(comment)}
    return render(request, "conversations/comment_history.html", context)


@require_http_methods(["GET", "POST"])
def comment_delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Asks, then takes one's own comment away."""
    person = person_of(request)
    comment = _comment(person, comment_id)
    require(can_delete_comment(person, comment), actions.NOT_YOURS)
    if request.method == "POST":
        actions.delete_comment(by=person, comment=comment)
        messages.success(request, _("The reply is deleted."))
        return see_other(request, comment_url(comment))
    context = {"comment": comment, "link": comment_url(comment)}
    return render(request, "conversations/comment_delete.html", context)


@require_GET
@at_most("search")
def mentions(request: HttpRequest) -> HttpResponse:
    """People who can be mentioned in a place: only those who can read it, at most eight."""
    person = person_of(request)
    try:
        place = place_for(person, request.GET.get("group", ""))
    except Group.DoesNotExist:
        raise Http404 from None
    people = suggested_people(person, place, request.GET.get("q", "")[:40])
    html = render_to_string("conversations/_mention_options.html", {"people": people})
    return HttpResponse(html)
