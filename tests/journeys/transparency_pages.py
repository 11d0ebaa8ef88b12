"""Figures for everybody, and what was handed over to the employer's side, as the demo company has them."""

from tests.journeys.pages import View, fill_and_press

REFS = """
import json
from network.moderation.models import HandOver
made = HandOver.objects.earliest("pk")
print(json.dumps({"file": made.ref, "meeting": made.meetings.get().ref, "handed_case": made.case.ref}))
"""
FIGURES = [
    View("figures, the latest and all", "/transparency/"),
    View("figures that are not there", "/transparency/1999-1/", status=404),
    View("my talks, none", "/meetings/"),
]
ADVISING = [
    View("handed over to me", "/handed-over/"),
    View("a package", "/handed-over/{file}/"),
    View("invite to a talk", "/handed-over/{file}/meetings/"),
    View("invite to a talk, faulty", "/handed-over/{file}/meetings/", fill_and_press({}, "main form.form .btn")),
    View("a record as its adviser keeps it", "/handed-over/{file}/meetings/{meeting}/"),
    View("a package of somebody else", "/handed-over/AAAA-AAAA/", status=404),
]
INVITED = [
    View("my talks", "/meetings/"),
    View("a record as somebody reads it who is invited", "/meetings/{meeting}/"),
]
LEADING = [
    View("what was handed over, at the desk", "/moderation/{handed_case}/hand-over/"),
    View("the package, at the desk", "/moderation/{handed_case}/hand-over/?read=1"),
]
