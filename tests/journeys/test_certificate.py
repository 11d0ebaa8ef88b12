"""A certificate prints on exactly one page of A4, lying, however much it says."""

import re

import pytest

LONG = """
from tests.factories import idea_of
from tests.ideas.awarded import WHY, announce_now, grant_of, round_at
from ideas.models import Recipient
from profiles.models import Person
mona = Person.objects.get(handle="mona")
idea = idea_of(mona, title=("Menneskerettighetsorganisasjonssekretariat " * 3)[:120] if {times} > 1 else "Varme rør under trappa")
made = round_at("decided", mona, "diplom-{number}", **{{"Pris {number}": "jury"}})
people = {{person: "author" for person in Person.objects.filter(is_active=True).order_by("pk")[:{people}]}}
grant = grant_of(idea, made.categories.get(), people, citation=(WHY + " ") * {times})
Recipient.objects.filter(grant=grant).update(is_public=True)
announce_now(made)
print(grant.code)
"""
A4 = (841.89, 595.28)  # points, lying


@pytest.mark.parametrize(("people", "times"), [(2, 1), (9, 12)], ids=["short", "as long as it gets"])
def test_it_prints_on_one_page_of_a4_lying(enter, site, people, times):
    ann = enter("ann")
    code = site.python(LONG.format(number=times, people=people, times=times)).split()[-1]
    page = ann.go(f"/awards/certificate/{code}/")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*([\d. ]+)\]", pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    left, bottom, right, top = map(float, boxes[0].split())
    assert (right - left, top - bottom) == pytest.approx(A4, abs=1.5)
    page.emulate_media(media="print")
    places = page.evaluate(
        "['.certificate__c', '.certificate__sign', '.certificate__sky', '.certificate__check']"
        ".map(name => { const box = document.querySelector(name).getBoundingClientRect(); return [box.top, box.bottom] })"
    )
    assert places[0][1] <= places[1][0], "the citation ends above the signatures"
    assert places[1][1] <= places[2][1]
    assert page.locator(".topbar").is_hidden()
    assert ann.complaints == []


def test_its_words_stand_out_seven_to_one_also_in_black_and_white(enter, site):
    code = site.python(LONG.format(number=77, people=2, times=1)).split()[-1]
    page = enter("ann").go(f"/awards/certificate/{code}/")
    ratios = page.evaluate("""() => {
      const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
      const paper = light(getComputedStyle(document.querySelector('.certificate')).backgroundColor);
      return ['k', 'n', 'c', 'sign', 'check'].map(part => document.querySelector('.certificate__' + part))
        .concat(document.querySelector('.certificate h2'))
        .map(el => { const ink = light(getComputedStyle(el).color); return (paper + .05) / (ink + .05); });
    }""")
    assert min(ratios) >= 7
