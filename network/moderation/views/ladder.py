"""What a lead does after it was decided: a posting limit ends before its time, a closed case is opened again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from network.core.access import Refused
from network.moderation.actions.limits import NOT_LIFTED, lift_earlier
from network.moderation.actions.reopening import reopen_case
from network.moderation.forms.ladder import LiftForm, ReopenForm
from network.moderation.queries.ladder import limited_in
from network.moderation.views.places import found, refused, tried


@require_POST
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    """With a reason that whoever it is about reads."""
    person, case = found(request, ref)
    form, standing = LiftForm(request.POST), limited_in(case)
    if standing is None:
        return refused(request, case, {}, Refused(NOT_LIFTED))
    return tried(
        request, case, "lift", form,
        lambda: lift_earlier(by=person, decision=standing, because=form.cleaned_data["because"]),
    )  # fmt: skip


@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """With what is new, for whoever looks at it next."""
    person, case = found(request, ref)
    form = ReopenForm(request.POST)
    return tried(
        request, case, "reopen", form,
        lambda: reopen_case(by=person, case=case, because=form.cleaned_data["because"]),
    )  # fmt: skip
