"""Skills: the page of one, all of them, and what a person says they can be asked about."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.http import page_or_part, see_other
from network.core.pages import cursor_from
from network.core.text import clean_line
from profiles import actions, queries
from profiles.forms import AskForm, SkillForm
from profiles.models import Skill
from profiles.queries import Known
from profiles.sessions import person_of

PAGE = 60  # skills


@require_GET
def all_skills(request: HttpRequest) -> HttpResponse:
    """Every skill in use, by name; the same address gives a fragment while typing."""
    words, start = clean_line(request.GET.get("q", ""))[:60], cursor_from(request.GET.get("from")) or 0
    found = queries.skills_like(words)
    following = request.GET.copy()
    following["from"] = str(start + PAGE)
    context = {
        "found": found[start : start + PAGE],
        "words": words,
        "next_url": f"{request.path}?{following.urlencode()}" if len(found) > start + PAGE else "",
    }
    return page_or_part(request, "profiles/all_skills.html", "profiles/_skills.html", context)


@require_GET
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    """Who knows, nearest first; which groups and what is written come as panels. Under htmx only the next people."""
    person = person_of(request)
    try:
        about = queries.skill_named(slug)
    except Skill.DoesNotExist:
        raise Http404 from None
    page = queries.knowers_page(person, about, cursor_from(request.GET.get("after")))
    context = {
        "skill": about,
        "knowers": page.knowers,
        "next_url": f"{request.path}?after={page.next}" if page.next else "",
        "later": "after" in request.GET,
        "mine": queries.declared_of(person, about),
    }
    return page_or_part(request, "profiles/skill.html", "profiles/_knowers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest) -> HttpResponse:
    """What the person can be asked about, and what they are asked to confirm; a near spelling in use is offered."""
    form = SkillForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        alike = [] if form.cleaned_data["as_written"] else queries.alike_skills(name)
        if alike:
            return _page(request, form, alike=alike)
        try:
            with form.posting():
                actions.declare_skill(person=person_of(request), name=name)
        except ValidationError as problem:
            form.add_error("name", problem)
        else:
            return see_other(request, request.path)
    return _page(request, form, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, form: SkillForm, *, ask: AskForm | None = None, alike: Sequence[Known] = (), status: int = 200
) -> HttpResponse:
    person = person_of(request)
    context = {
        "form": form,
        "ask": ask,
        "alike": alike,
        "declared": queries.declared_by(person),
        "to_confirm": queries.asked_to_confirm(person),
        "known": queries.known_skills(),
    }
    return render(request, "profiles/skills.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """No longer to be asked about it."""
    actions.withdraw_skill(person=person_of(request), slug=slug)
    return see_other(request, "/settings/skills/")


@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """It still holds."""
    actions.renew_skill(person=person_of(request), slug=slug)
    return see_other(request, "/settings/skills/")


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks one colleague to confirm a skill."""
    person = person_of(request)
    declared, form = get_object_or_404(queries.declared_by(person), skill__slug=slug), AskForm(request.POST, person)
    if not form.is_valid():
        return _page(request, SkillForm(), ask=form, status=422)
    actions.ask_to_confirm(person=person, declared=declared, colleague=form.cleaned_data["handle"])
    return see_other(request, "/settings/skills/")


@require_POST
def decline(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The asked colleague does not stand for a skill of this person."""
    declared = get_object_or_404(queries.asked_to_confirm(person_of(request)), person__handle=handle, skill__slug=slug)
    actions.decline_to_confirm(person=person_of(request), declared=declared)
    return see_other(request, "/settings/skills/")
