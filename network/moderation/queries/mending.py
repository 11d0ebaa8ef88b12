"""Where an author changes what was reported."""

from django.urls import reverse

from network.groups.models import Group
from network.moderation.models import Case
from network.moderation.models.cases import Kind
from network.moderation.queries.content import Content, content_of

_EDIT = {
    Kind.POST: "feed:post_edit", Kind.COMMENT: "conversations:comment_edit", Kind.IDEA: "ideas:edit",
}  # fmt: skip


def edit_url_of(case: Case) -> str:
    """Where the author changes it."""
    if case.kind == Kind.PERSON:
        return reverse("profiles:edit")
    if case.kind == Kind.GROUP:
        return reverse("groups:edit", args=[Group.objects.get(pk=case.subject_id).slug])
    if case.kind == Kind.FILE:
        return edit_url_of_file(content_of(case.kind, case.subject_id))
    return reverse(_EDIT[Kind(case.kind)], args=[case.subject_id]) if case.kind in _EDIT else ""


def edit_url_of_file(content: Content | None) -> str:
    """Where whoever uploaded it takes it away: with what it hangs in."""
    if content is None or content.thread is None:
        return ""
    idea = getattr(content.thread, "idea", None)
    return reverse("ideas:edit", args=[idea.pk]) if idea else reverse("feed:post_edit", args=[content.thread.pk])
