"""Every page and state of the desk of those who handle reports, in the demo company, with cases made for it."""

from tests.journeys.pages import View, fill_and_press

FURNISH = """
import json
from network.feed.models import Post
from network.moderation.access import cases_for
from network.moderation.actions.desk import claim_case, sort_case, think_through
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Case
from profiles.models import Person
mo = Person.objects.get(handle="mo")
able = list(Person.objects.filter(is_active=True, is_top=False).exclude(pk=mo.pk).order_by("pk")[60:260])
posts = Post.objects.filter(source="", language="nb", thread__group=None, thread__deleted_at=None, thread__author__is_top=False)
made = []
for post, by in zip(posts.exclude(thread__author=mo).exclude(pk__in=Case.objects.values("subject_id")).order_by("-pk")[20:], able):
    if len(made) == 5:
        break
    if by.pk == post.thread.author_id:
        continue
    case = report_content(by=by, kind="post", pk=post.pk, words=ReportWords("harassment", "Ikke greit.")).case
    if cases_for(mo).filter(pk=case.pk).exists():
        made.append(case)
work = claim_case(by=mo, case=made[0])
work = sort_case(by=mo, case=work, reason="harassment", version=work.version)
think_through(by=mo, case=work, answers=[False] * 5, view="Skarpt.", version=work.version)
claim_case(by=mo, case=made[1])
print(json.dumps(dict(zip(("desk_work", "desk_sort", "desk_free", "desk_keys", "desk_two"), [case.ref for case in made]))))
"""
MODERATING = [
    View("moderation", "/moderation/"),
    View("moderation, with nobody", "/moderation/?show=free"),
    View("moderation, none of a kind", "/moderation/?show=appeals"),
    View("a case that waits", "/moderation/{desk_free}/"),
    View("a case to sort", "/moderation/{desk_sort}/"),
    View("a case to decide", "/moderation/{desk_work}/"),
    View("a case to decide, faulty", "/moderation/{desk_work}/", fill_and_press({}, "#decide .form__foot button")),
    View("no such case", "/moderation/ZZZZ-ZZZZ/", status=404),
    View("settings of who handles reports", "/settings/"),
]
