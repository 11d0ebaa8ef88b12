"""A sentence from the rules where it matters: at most one, and only while its section counts (invariant P10)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from network.policy.models import Section, SectionText, Snippet
from network.policy.states import State
from network.policy.words import language_of_page, said

Context = Snippet.Context
_HOST = re.compile(r"https?://([^/\s:?#)\]>]+)")
# What is most easily done wrong comes first.
ORDER = (
    Context.PHOTO, Context.OUTSIDE_LINK, Context.MENTION, Context.OPEN_GROUP, Context.GROUP_CREATION, Context.REPORT,
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """The sentence in the language of the page, and where the rest stands."""

    text: str
    url: str


def with_sections() -> "QuerySet[Snippet]":
    """What a page shows, each with `slug`, the name of its section in what counts now; None where that is gone."""
    now_counts = Section.objects.filter(
        version__state=State.IN_FORCE, version__document=OuterRef("document"), key=OuterRef("key")
    )
    rows = Snippet.objects.filter(context__in=ORDER).select_related("document")
    return rows.annotate(slug=Subquery(now_counts.values("slug")[:1]))


def hint_for(contexts: Collection[str]) -> Hint | None:
    """For the first of the contexts that has any; where there are several, another one each day. One query."""
    if not contexts:
        return None
    rows = with_sections().filter(context__in=contexts, is_active=True).order_by("pk")
    found: dict[str, list[Snippet]] = {}
    for snippet in (row for row in rows if vars(row)["slug"]):
        found.setdefault(snippet.context, []).append(snippet)
    for context in ORDER:
        if several := found.get(context):
            chosen = several[localdate().toordinal() % len(several)]
            slug = vars(chosen)["slug"]
            url = f"{reverse('policy:document', args=[chosen.document.slug])}#section-{slug}"
            return Hint(said(chosen.text), url)
    return None


def leads_outside(text: str) -> bool:
    """Whether it names an address that is none of ours."""
    return any(host.lower() not in settings.ALLOWED_HOSTS for host in _HOST.findall(text))


def sections_in_force() -> Sequence[tuple[str, str]]:
    """What a snippet may be tied to: document and key, and the words for choosing it."""
    rows = SectionText.objects.filter(section__version__state=State.IN_FORCE)
    rows = rows.select_related("section__version__document").order_by(
        "section__version__document__position", "section__position"
    )
    mine, found = language_of_page(), dict[str, str]()
    for text in rows:
        document = text.section.version.document
        name = f"{document.pk}:{text.section.key}"
        if name not in found or text.language == mine:
            found[name] = f"{document}: {text.heading}"
    return list(found.items())
