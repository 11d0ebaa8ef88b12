"""Writing a post: the composer as page and dialog, who will see it, the draft."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from network.conversations.actions import Limited
from network.conversations.files import uploads_of
from network.conversations.models import Attachment
from network.conversations.queries import names_of, readable_people
from network.conversations.views.files import numbers_of, sent_files
from network.core.access import noted
from network.core.http import is_partial, page_or_part, see_other
from network.core.limits import TOO_MUCH, too_often, wait_for
from network.core.text import clean_text, mentioned_handles, render_markdown
from network.feed.actions import Ask, keep_draft, publish_post
from network.feed.forms import PostForm, initial_of
from network.feed.models import Post
from network.feed.queries import Asking, draft_of, reach, unreadable_mentions
from network.feed.views.asking import ask_of, asking_of
from network.groups.models import Group
from network.policy.context import hint_on
from network.policy.queries.snippets import Hint, leads_outside
from profiles.models import Person
from profiles.queries import known_skills
from profiles.sessions import person_of


def _everyone() -> str:
    return _("Everyone (%(count)s)") % {"count": reach(None)}


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """The composer: publishes, shows a preview, or keeps the draft, by the button that was pressed."""
    person = person_of(request)
    if request.method == "GET":
        return _page(request, _fresh(request, person), {})
    wish, _colon, spelling = request.POST.get("do", "publish").partition(":")
    form = PostForm(_spelt(request.POST, spelling), person=person, everyone=_everyone())
    if wish == "draft":
        return draft(request)
    sent = sent_files(request, person)
    files = sent.as_shown()
    form.beside(sent.texts())
    form.is_posted = wish == "publish"
    if wish == "ask":
        form.errors.clear()  # nothing is sent: what is missing may still be written
        return _page(request, form, files)
    if not form.is_valid() or (sent.refused and wish == "publish"):
        return _page(request, form, files, status=422)
    if wish == "preview":
        return _page(request, form, {**files, "preview": _preview(form)})
    asking = asking_of(person, form)
    if asking is not None and not form.was_shown(asking.mark):
        return _page(request, form, {**files, "unseen": True})
    if seconds := wait_for(request, "post"):
        form.add_error("text", TOO_MUCH)
        return too_often(_page(request, form, files, status=429), seconds)
    return _publish(request, form, sent.uploads, ask_of(asking)) or _page(request, form, files, status=422)


def _spelt(given: QueryDict, spelling: str) -> QueryDict:
    """What was sent, with the skill in the spelling that was pressed."""
    if not spelling:
        return given
    changed = given.copy()
    changed["skill"] = spelling
    return changed


def _fresh(request: HttpRequest, person: Person) -> PostForm:
    place, kind, text = (request.GET.get(name, "") for name in ("group", "kind", "text"))
    form = PostForm(person=person, everyone=_everyone())
    group = form.groups.get(place)
    form.initial = initial_of(draft_of(person, group), group.slug if group else "", kind, text)
    skill = next((known.name for known in known_skills() if known.slug == request.GET.get("skill")), "")
    if skill:
        form.initial |= {"skill": skill, "kind": Post.Kind.QUESTION.value}
    return form


def _publish(
    request: HttpRequest, form: PostForm, uploads: Sequence[Attachment], ask: Ask | None
) -> HttpResponse | None:
    """The post's page; None where a posting limit stands, and the form says until when."""
    words, group, key = form.words(), form.group, form.cleaned_data["key"]
    with noted(form, Limited), form.posting(alone=True):
        made = publish_post(author=person_of(request), group=group, words=words, attachments=uploads, key=key, ask=ask)
    if form.errors:
        return None
    for outsider in unreadable_mentions(group, mentioned_handles(clean_text(words.text))):
        line = _("%(name)s cannot read this group and will not be notified.") % {"name": outsider.name}
        messages.warning(request, line)
    return see_other(request, made.get_absolute_url())


def _preview(form: PostForm) -> dict[str, Any]:
    words = form.words()
    text = clean_text(words.text)
    people = readable_people(form.group, mentioned_handles(text))
    return {"title": words.title, "html": render_markdown(text, names_of(people))}


def _page(request: HttpRequest, form: PostForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    person = person_of(request)
    text = form["text"].value() or ""
    context = {"form": form, "group": form.group, "draft": draft_of(person, form.group), **more}
    asking = asking_of(person, form)
    context |= {"asking": asking, "known": known_skills(), **_audience(person, form.group, text, asking)}
    context["hint"] = _hint(request, form.group, text, any(one.is_image for one in more.get("uploads", ())))
    return page_or_part(request, "feed/compose.html", "feed/_compose_dialog.html", context, status=status)


def _audience(person: Person, group: Group | None, text: str, asking: Asking | None) -> dict[str, Any]:
    """Who will see it, how many will be told, and who is named but cannot read it."""
    handles = mentioned_handles(clean_text(text))
    told = {p.pk for p in readable_people(group, handles).values()} | {p.pk for p in (asking.chosen if asking else ())}
    told.discard(person.pk)
    readers = reach(group)
    if group is None or group.is_open:
        seen = ngettext("%(count)s colleague can read this.", "All %(count)s colleagues can read this.", readers)
    else:
        seen = ngettext("%(count)s member can read this.", "The %(count)s members can read this.", readers)
    letters = ngettext("%(count)s will be notified.", "%(count)s will be notified.", len(told))
    return {
        "seen": seen % {"count": readers},
        "letters": letters % {"count": len(told)} if told else _("No one is notified."),
        "outsiders": unreadable_mentions(group, handles),
    }


def _hint(request: HttpRequest, group: Group | None, text: str, pictured: bool) -> Hint | None:
    """A sentence from the rules, if anything of what is written calls for one."""
    clean = clean_text(text)
    wanted = {
        "photo": pictured,
        "outside-link": leads_outside(clean),
        "mention": bool(mentioned_handles(clean)),
        "open-group": group is None or group.is_open,
    }
    return hint_on(request, *(context for context, is_so in wanted.items() if is_so))


@require_POST
def audience(request: HttpRequest) -> HttpResponse:
    """The sentence about who will see it, as it is written."""
    person = person_of(request)
    form = PostForm(request.POST, person=person, everyone=_everyone())
    text = form["text"].value() or ""
    pictured = any(file.is_image for file in uploads_of(person, numbers_of(request, "attachments")))
    context = {"form": form, **_audience(person, form.group, text, asking_of(person, form))}
    context["hint"] = _hint(request, form.group, text, pictured)
    return page_or_part(request, "feed/_audience.html", "feed/_audience.html", context)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being written; script sends it every few seconds and when the page is left."""
    person = person_of(request)
    form = PostForm(request.POST, person=person, everyone=_everyone())
    keep_draft(by=person, group=form.group, words=form.unfinished(), skill=form.unfinished_skill())
    if is_partial(request):
        return HttpResponse(status=204)
    messages.success(request, _("The draft is saved."))
    return see_other(request, _address(form.group))


def _address(group: Group | None) -> str:
    query = f"?{urlencode({'group': group.slug})}" if group else ""
    return f"{reverse('feed:compose')}{query}"
