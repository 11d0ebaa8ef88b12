"""The main job with the keyboard alone: no mouse is used here, and the focus is always somewhere one can see."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import WORDS, empty_drafts, still

POST = re.compile(r"/posts/(\d{10,})/")
# The ring is an outline, or on a card its shadow, or on a house of the village or a box of the chart its edge.
FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const drawn = e.querySelector(":scope > .hit, :scope > .chart-box__frame"), edge = drawn && getComputedStyle(drawn);
  const shadow = /0px 0px 0px ([\\d.]+)px/.exec(style.boxShadow);
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  const ring = Math.max(outline, shadow ? Number(shadow[1]) : 0,
    edge && edge.stroke !== "none" ? parseFloat(edge.strokeWidth) : 0);
  return { tag: e.tagName, id: e.id, ring, text: (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


def focus(page):
    return page.evaluate(FOCUS)


def shows_focus(page):
    """The focused thing, after it was seen that its ring is at least two pixels and inside the window."""
    found = focus(page)
    assert found["tag"] != "BODY", "the focus was lost"
    assert found["seen"], found
    assert found["ring"] >= 2, found
    return found


def tab_to(page, selector, most=60):
    """Presses Tab until the focus is on it; every stop on the way shows its focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        shows_focus(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not within {most} tabs")


@pytest.fixture
def ann(enter):
    person = enter("ann", reduced_motion="reduce")
    empty_drafts(person)
    person.go("/")
    person.live()
    return person


def test_signing_in_by_keyboard(enter):
    person = enter()
    page = person.go("/account/login/")
    tab_to(page, "input[name=login]")
    page.keyboard.type("ann@glod.example")
    page.keyboard.press("Tab")
    page.keyboard.type("glod-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(person.address + "/")


def test_the_first_stop_skips_to_the_content(ann):
    page = ann.page
    page.keyboard.press("Tab")
    assert shows_focus(page)["tag"] == "A"
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_the_home_page_can_be_seen(ann):
    page, stops = ann.page, []
    for _ in range(45):
        page.keyboard.press("Tab")
        stops.append(shows_focus(page)["text"])
    assert len(set(stops)) > 20


def test_write_mention_publish_answer_react_and_delete(ann):
    page, words = ann.page, f"Bare tastatur {time.time_ns()}"
    page.keyboard.press("c")
    expect(page.locator("dialog#composer textarea[name=text]")).to_be_focused()
    page.keyboard.type(f"{words} @be")
    options = page.locator("dialog#composer .mentions [role=option]")
    options.first.wait_for()
    field = page.locator("dialog#composer textarea[name=text]")
    chosen = field.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") != chosen
    page.keyboard.press("ArrowUp")
    handle = options.first.get_attribute("data-insert")
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"{words} @{handle} ")
    page.keyboard.type("@be")
    options.first.wait_for()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(page.locator("dialog#composer[open]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(POST)
    number = POST.search(page.url)[1]
    still(page)

    page.keyboard.press("r")
    expect(page.locator("#reply textarea")).to_be_focused()
    page.keyboard.type("Svar fra tastaturet")
    page.keyboard.press("Control+Enter")
    page.locator(".comment", has_text="Svar fra tastaturet").wait_for()
    expect(page.locator("#reply textarea")).to_be_focused()
    page.locator("#reply button:not([aria-busy])").wait_for()

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    thanks = page.locator(f".reacts > [data-reaction='{number}:thanks']")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-busy]")).to_have_count(0)
    thanks.focus()
    page.keyboard.press("Space")
    expect(thanks).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(700)  # the frame of one's own reaction comes back and must leave the focus where it is
    expect(page.locator(f".reacts > [data-reaction='{number}:thanks']")).to_be_focused()

    page.locator("article [data-menu-opener]").focus()
    page.keyboard.press("Enter")
    page.locator("[id^=menu-]:popover-open a").first.wait_for()
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")
    shows_focus(page)
    page.keyboard.press("Escape")
    expect(page.locator("[id^=menu-]:popover-open")).to_have_count(0)
    assert focus(page)["tag"] != "BODY"
    page.keyboard.press("Enter")
    page.locator("[id^=menu-]:popover-open a").first.wait_for()
    tab_to(page, f"a[href='/posts/{number}/delete/']", most=6)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/delete/"))
    tab_to(page, "main button.btn--danger")
    page.keyboard.press("Enter")
    page.wait_for_url(ann.address + "/")


def test_closing_a_dialog_and_a_menu_gives_the_focus_back(ann):
    page = ann.page
    tab_to(page, "a.prompt__open")
    page.keyboard.press("Enter")
    expect(page.locator("dialog#composer textarea[name=text]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#composer")).to_have_count(0)
    expect(page.locator("a.prompt__open")).to_be_focused()
    page.locator("[popovertarget=me-menu]").focus()
    page.keyboard.press("Enter")
    page.locator("#me-menu:popover-open").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#me-menu') !== null")
    shows_focus(page)
    page.keyboard.press("Escape")
    expect(page.locator("[popovertarget=me-menu]")).to_be_focused()
    page.keyboard.press("?")
    page.locator("#shortcuts[open]").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("[popovertarget=me-menu]")).to_be_focused()


def test_single_keys_walk_the_feed_and_the_house(ann):
    page = ann.page
    articles = page.locator("article.post")
    for key, index in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(articles.nth(index)).to_be_focused()
        expect(articles.nth(index)).to_have_class(re.compile("is-cursor"))
    page.keyboard.press("Enter")
    page.wait_for_url(POST)
    for second, place in (("f", "/people/"), ("g", "/groups/"), ("h", "/")):
        page.keyboard.press("g")
        page.keyboard.press(second)
        page.wait_for_url(ann.address + place)
        still(page)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("c?j")
    expect(page.locator("#q")).to_have_value("c?j")
    assert page.locator("dialog[open]").count() == 0


def test_what_arrives_does_not_take_the_focus_and_n_shows_it(ann, enter):
    page = ann.page
    ben = enter("ben")
    page.keyboard.press("j")
    page.keyboard.press("j")
    held = focus(page)["id"]
    ben.go("/posts/new/").get_by_label(WORDS).fill(f"Nytt fra ben {time.time_ns()}")
    ben.page.locator(".composer__foot button.btn--glow").press("Enter")
    ben.page.wait_for_url(POST)
    number = POST.search(ben.page.url)[1]
    page.locator("[data-new-pill] button").wait_for()
    assert focus(page)["id"] == held
    page.keyboard.press("n")
    expect(page.locator(f"#post-{number}")).to_be_focused()
    shows_focus(page)


def test_shortcuts_can_be_turned_off(ann):
    page = ann.go("/settings/")
    switch = "form.setting:has(button[name=shortcuts]) button"
    tab_to(page, switch, most=90)
    page.keyboard.press("Enter")
    page.locator("html[data-keys=off]").wait_for(state="attached")
    still(page)
    page.keyboard.press("c")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.locator("dialog[open]").count() == 0
    page.locator(switch).press("Enter")
    page.locator("html:not([data-keys])").wait_for(state="attached")
    still(page)
    page.keyboard.press("?")
    page.locator("#shortcuts[open]").wait_for()


def test_arrows_lead_from_the_search_into_the_hits(ann):
    page = ann.go("/people/")
    still(page)
    page.locator("#people-q").focus()
    page.keyboard.type("ben")
    page.locator("#results a.person__name[href='/people/ben/']").wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results a.person__name").first).to_be_focused()
    shows_focus(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#people-q")).to_be_focused()
