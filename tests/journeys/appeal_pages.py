"""What authors and reporters read outside the moderators' desk, as the demo company has it."""

from tests.journeys.pages import View, fill_and_press

REFS = """
import json
from network.moderation.models import Decision, Hearing
mine = Decision.objects.filter(case__author__handle="ann")
print(json.dumps({
    "statement": mine.filter(level="hide").earliest("pk").ref,
    "heard": Hearing.objects.get(case__author__handle="ann", answered_at=None).case.ref,
}))
"""
APPEALS = [
    View("about what I wrote", "/appeals/"),
    View("a statement of reasons, with an appeal that was answered", "/appeals/{statement}/"),
    View("a question to the author", "/appeals/{heard}/word/"),
    View("a question to the author, faulty", "/appeals/{heard}/word/", fill_and_press({}, "#word form.form .btn")),
    View("a statement of somebody else", "/appeals/AAAA-AAAA/", status=404),
]
