"""Every page and state, in both languages, looked at once with every eye.

axe finds nothing in any theme and width; no word of the other language; every protecting header; a quiet console; its
own host only (the fixture looks).
"""

import re

import pytest

from tests.journeys.appeal_pages import APPEALS
from tests.journeys.idea_pages import DESK, IDEAS
from tests.journeys.moderation_pages import MODERATING
from tests.journeys.pages import NEWCOMER, SIGNED_IN, SIGNED_OUT
from tests.journeys.report_pages import REPORTING
from tests.journeys.rules_pages import RULES, WRITING
from tests.journeys.test_accessible import told, walk
from tests.journeys.test_languages import foreign_to, leaks
from tests.journeys.test_no_foreign_host import missing
from tests.journeys.transparency_pages import ADVISING, FIGURES, INVITED, LEADING

EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


@pytest.mark.long
@pytest.mark.parametrize(
    ("handle", "views"),
    [
        ("", SIGNED_OUT), ("ann", SIGNED_IN), ("ann", IDEAS), ("mona", DESK), ("pia", NEWCOMER), ("ann", RULES),
        ("pia", WRITING), ("ann", REPORTING), ("mo", MODERATING), ("ann", APPEALS), ("cleo", FIGURES),
        ("hege", ADVISING), ("tor", INVITED), ("lea", LEADING),
    ],
    ids=[
        "signed out", "signed in", "ideas", "desk", "newcomer", "rules", "writing rules", "reporting", "moderating",
        "appeals", "figures", "advising", "invited", "leading",
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_page(enter, lang, places, handle, views):
    foreign = foreign_to(lang)

    def also(answer, page):
        words = [f"in the other language: {text}" for text in leaks(page, foreign)]
        return words + [f"lacks {lack}" for lack in missing(answer)]

    person = enter(handle, lang=lang)
    faults = walk(person, views, lang, places, also=also)
    told(faults + [text for text in person.complaints if not EXPECTED.search(text)])
