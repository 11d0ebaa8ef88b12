"""The first steps of a new colleague: photo, skills, groups, hello, rules. Each can be left and taken up again."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.core.images import NotAPicture
from network.feed.actions import Words, publish_post
from network.feed.forms import GroupsForm, HelloForm, SkillsForm
from network.feed.queries import reach
from network.groups.actions import join_group
from network.groups.queries import groups_to_join
from profiles import actions, queries
from profiles.forms import PhotoForm
from profiles.models import FirstStep, Person
from profiles.sessions import person_of

Step = FirstStep.Step


@require_GET
def first_steps(request: HttpRequest) -> HttpResponse:
    """For the home page of somebody new: how many steps are open, or nothing at all."""
    return render(request, "feed/_first_steps.html", {"open_steps": queries.open_steps(person_of(request))})


def welcome(request: HttpRequest) -> HttpResponse:
    """On to the first step that is open; when none is, all of them, to be taken up again."""
    states = queries.steps_of(person_of(request))
    step = queries.next_step(states)
    if step is not None and "all" not in request.GET:
        return see_other(request, reverse("feed:first_step", args=[step]))
    return render(request, "feed/welcome.html", {"states": states})


@require_http_methods(["GET", "HEAD", "POST"])
def first_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step as a form; what is sent is done at once, and the next step follows."""
    if step not in Step:
        raise Http404
    person, form = person_of(request), FORMS[Step(step)](request)
    if form.is_bound and form.is_valid():
        try:
            subject_id = TAKE[Step(step)](person, form)
        except (ValidationError, NotAPicture, Refused) as fault:
            form.add_error(None, str(getattr(fault, "sentence", "") or " ".join(getattr(fault, "messages", []))))
        else:
            actions.take_step(person=person, step=Step(step), subject_id=subject_id)
            return _onward(request, Step(step))
    states = queries.steps_of(person)
    context = {"form": form, "step": step, "states": states, **_beside(person, Step(step))}
    return render(request, f"feed/welcome_{step}.html", context, status=422 if form.is_bound else 200)


@require_POST
def skip_first_step(request: HttpRequest, step: str) -> HttpResponse:
    """Leaves a step for now."""
    if step not in Step:
        raise Http404
    actions.skip_step(person=person_of(request), step=Step(step))
    return _onward(request, Step(step))


@require_POST
def leave_welcome(request: HttpRequest) -> HttpResponse:
    """Leaves everything that is open; nothing asks any more."""
    actions.skip_all_steps(person=person_of(request))
    return see_other(request, reverse("feed:home"))


def _onward(request: HttpRequest, step: FirstStep.Step) -> HttpResponse:
    """The next step in order that is open, else home."""
    states = queries.steps_of(person_of(request))
    later = [state for state in states if list(Step).index(state.step) > list(Step).index(step)]
    following = queries.next_step(later)
    return see_other(request, reverse("feed:first_step", args=[following]) if following else reverse("feed:home"))


def _beside(person: Person, step: FirstStep.Step) -> dict[str, Any]:
    """What a step offers to choose from."""
    if step == Step.SKILLS:
        return {"nearby": queries.skills_nearby(person), "declared": queries.declared_by(person)}
    if step == Step.GROUPS:
        return {"rows": groups_to_join(person)}
    return {"reach": reach(None)} if step == Step.HELLO else {}


def _take_photo(person: Person, form: Any) -> None:
    actions.change_photo(person=person, upload=form.cleaned_data["photo"])


def _take_skills(person: Person, form: SkillsForm) -> None:
    with form.posting():
        for name in form.names():
            actions.declare_skill(person=person, name=name)


def _take_groups(person: Person, form: GroupsForm) -> None:
    for group in form.chosen():
        join_group(by=person, group=group)


def _take_hello(person: Person, form: HelloForm) -> int:
    words = Words(text=form.cleaned_data["text"])
    with form.posting():
        post = publish_post(author=person, group=None, words=words, key=form.cleaned_data["key"])
    return post.thread_id


def _take_rules(person: Person, form: Any) -> None:
    """Reading is all."""


def _photo_form(request: HttpRequest) -> PhotoForm:
    return PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()


def _form(kind: type[Form]) -> Callable[[HttpRequest], Form]:
    return lambda request: kind(request.POST if request.method == "POST" else None)


FORMS: dict[FirstStep.Step, Callable[[HttpRequest], Form]] = {
    Step.PHOTO: _photo_form,
    Step.SKILLS: _form(SkillsForm),
    Step.GROUPS: lambda request: GroupsForm(person_of(request), request.POST if request.method == "POST" else None),
    Step.HELLO: _form(HelloForm),
    Step.RULES: _form(Form),
}
TAKE: dict[FirstStep.Step, Callable[[Person, Any], int | None]] = {
    Step.PHOTO: _take_photo,
    Step.SKILLS: _take_skills,
    Step.GROUPS: _take_groups,
    Step.HELLO: _take_hello,
    Step.RULES: _take_rules,
}
