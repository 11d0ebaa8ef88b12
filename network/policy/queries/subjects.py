"""Versions and remarks as subjects of news, as their reader may see them now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.notifications.subjects import Subject
from network.policy.access import can_read_policy, is_editor
from network.policy.access.sign_offs import mandates
from network.policy.models import Remark, Version
from network.policy.states import State
from profiles.models import Person


def version_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Each leads to where its reader has something to do."""
    if not can_read_policy(person):
        return {}
    found = Version.objects.filter(pk__in=ids).select_related("document")
    writes = is_editor(person)
    speaks = mandates().filter(person=person).exists()
    if not writes:
        found = found.exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    return {version.pk: Subject(_name(version), _way(version, writes, speaks)) for version in found}


def _name(version: Version) -> str:
    return _("%(document)s, version %(number)s") % {"document": version.document, "number": version.number}


def _way(version: Version, writes: bool, speaks: bool) -> str:
    slug = version.document.slug
    if version.state == State.SIGN_OFF and speaks:
        return reverse("policy:sign_off", args=[slug])
    if version.state == State.WITHDRAWN:
        return reverse("policy:drafts")
    if version.state in (State.DRAFT, State.CONSULTATION, State.SIGN_OFF) and writes:
        return reverse("policy:draft", args=[slug])
    if version.state in (State.CONSULTATION, State.SIGN_OFF):
        return reverse("policy:consultation", args=[slug])
    return version.get_absolute_url()


def remark_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """The document that the remark is about."""
    if not can_read_policy(person):
        return {}
    remarks = Remark.objects.filter(pk__in=ids).select_related("version__document")
    return {
        remark.pk: Subject(
            str(remark.version.document),
            f"{reverse('policy:said_and_done', args=[remark.version.document.slug])}#remark-{remark.pk}",
        )
        for remark in remarks
    }
