"""Walking the organisation chart with the keyboard alone, in both languages; finding somebody in it; mending it."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import View, still
from tests.journeys.test_accessible import told, walk
from tests.journeys.test_keyboard_only import shows_focus, tab_to

WORDS = {"nb": ("Organisasjonskart", "Rett opp kartet"), "en": ("Organisation chart", "Mend the chart")}


def box(page):
    """What the focused box of the picture is called."""
    return page.evaluate(
        "document.activeElement.closest('[data-chart]') && document.activeElement.getAttribute('aria-label')"
    )


@pytest.mark.parametrize("lang", ["nb", "en"])
class TestWalkingByKeyboard:
    def test_from_a_person_to_the_top_and_down_again(self, enter, lang):
        person = enter("ann", lang=lang, reduced_motion="reduce")
        page = person.go("/people/ann/")
        still(page)
        page.locator("main a[href='/people/chart/?person=ann']").focus()  # below everything that ann has written
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[lang][0])
        still(page)
        tab_to(page, "[data-chart] a")
        top = box(page)
        page.keyboard.press("ArrowDown")
        assert box(page).startswith("Mona")
        page.keyboard.press("ArrowDown")
        assert box(page).startswith("Ann Solbakken")
        page.keyboard.press("ArrowRight")
        assert not box(page).startswith("Ann Solbakken")
        shows_focus(page)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        report = box(page).split(",")[0]
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2).first).to_contain_text(report)
        still(page)
        tab_to(page, "[data-chart] a")
        assert box(page) == top
        page.keyboard.press("End")
        shows_focus(page)
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2).first).to_contain_text(top.split(",")[0])

    def test_somebody_is_found_with_a_typing_error_and_chosen_by_arrow(self, enter, lang):
        person = enter("ann", lang=lang, reduced_motion="reduce")
        page = person.go("/people/chart/")
        still(page)
        tab_to(page, "#chart-q")
        page.keyboard.type("mona strnad")
        page.locator("#chart-found a").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert "Mona Strand" in shows_focus(page)["text"]
        page.keyboard.press("ArrowUp")
        expect(page.locator("#chart-q")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/chart/?person=mona")
        expect(page.locator("[data-chart] [aria-current]")).to_have_attribute("href", "/people/mona/")


def test_without_script_the_list_and_the_picture_lead_everywhere(enter):
    person = enter("ann", java_script_enabled=False)
    page = person.go("/people/chart/")
    page.locator(".chart-list a.btn").first.click()
    assert "?person=" in page.url
    page.locator("[data-chart] a").last.click()
    page.locator("#chart-q").fill("mona strand")
    page.locator("#chart-q").press("Enter")
    page.locator("#chart-found a").first.click()
    expect(page.locator("[data-chart] [aria-current]")).to_have_attribute("href", "/people/mona/")


def test_a_narrow_page_has_the_list_and_paper_has_both(enter):
    person = enter("ann", viewport={"width": 320, "height": 700})
    page = person.go("/people/chart/")
    expect(page.locator(".chart")).to_be_hidden()
    expect(page.locator(".chart-list")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".chart__picture")).to_be_visible()
    expect(page.locator(".chart-list")).to_be_visible()
    expect(page.locator("#chart-q")).to_be_hidden()


# Each kind of fault once: a circle of mona and ann, a manager who left, two tops, and somebody without a manager.
SPOIL = """
from profiles.models import Person as P
who = {p.handle: p for p in P.objects.filter(handle__in=["ann", "mona", "cleo", "pia", "tor", "gone"])}
for person, manager in (("mona", "ann"), ("cleo", "gone"), ("pia", None), ("tor", None)):
    P.objects.filter(handle=person).update(manager=who.get(manager))
P.objects.filter(pk=P.objects.filter(is_active=True, reports=None).exclude(handle="tor").order_by("pk")[0].pk).update(manager=who["tor"])
"""
KEEP = "import json; from profiles.models import Person as P; print(json.dumps(list(P.objects.values_list('pk', 'manager'))))"
PUT_BACK = "from profiles.models import Person as P\nfor pk, manager in {kept}: P.objects.filter(pk=pk).update(manager=manager)"


@pytest.fixture
def spoilt(site):
    """The demo's chart with faults in it, and as it was afterwards."""
    kept = json.loads(site.python(KEEP).splitlines()[-1])
    site.python(SPOIL)
    yield
    site.python(PUT_BACK.format(kept=kept))


CHART = [
    View("chart with a circle", "/people/chart/?person=ann"),
    View("chart of a department", "/people/chart/?unit=1"),
    View("chart, somebody looked for", "/people/chart/?top=1&q=mona"),
    View("chart, nobody found", "/people/chart/?q=qqxxzz"),
]
MENDING = [
    View("mend the chart", "/administration/chart/"),
    View("mend the chart, somebody looked for", "/administration/chart/?q=mona"),
    View("choose a manager", "/administration/chart/ann/?q=mona"),
    View("choose who takes over", "/administration/chart/gone/reports/?q=mona"),
]


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.usefixtures("spoilt")
class TestMending:
    def test_nobody_is_shut_out(self, enter, lang):
        told(walk(enter("ann", lang=lang), CHART, lang, {}))
        told(walk(enter("ada", lang=lang), MENDING, lang, {}))

    def test_a_circle_is_broken_and_no_other_can_be_made(self, enter, lang):
        person = enter("ada", lang=lang)
        page = person.go("/administration/chart/")
        expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[lang][1])
        page.locator("section[aria-labelledby=circles] form[action='/administration/chart/mona/'] button").click()
        expect(page.locator("#circles")).to_have_count(0)
        page.goto(person.address + "/administration/chart/mona/")
        still(page)
        page.locator("#mend-q").press_sequentially("ann solb")
        page.locator("#mend-found button[value=ann]").click()
        expect(page.get_by_role("alert")).to_contain_text("Ann Solbakken")

    def test_who_takes_over_is_chosen_by_keyboard(self, enter, lang):
        page = enter("ada", lang=lang, reduced_motion="reduce").go("/administration/chart/")
        still(page)
        tab_to(page, "section[aria-labelledby=gone] .btn", most=80)
        page.keyboard.press("Enter")
        still(page)
        tab_to(page, "#mend-q")
        page.keyboard.type("mona strand")
        page.locator("#mend-found button[value=mona]").wait_for()
        tab_to(page, "#mend-found button[value=mona]")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[lang][1])
        expect(page.locator("#gone")).to_have_count(0)
