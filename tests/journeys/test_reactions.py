"""Reactions pressed faster than they are sent, and their list on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import WORDS, still, until


@pytest.fixture
def thanks(enter, places):
    """The button of a thanks that mona has not given, and its requests as (route, what was wished)."""
    page, sent = enter("mona").go(f"/posts/{places['post']}/"), []
    still(page)
    button = page.locator(f".reacts > [data-reaction='{places['post']}:thanks']")
    if button.get_attribute("aria-pressed") == "true":
        with page.expect_response("**/reactions/thanks/"):
            button.click()
        page.reload()  # so that nothing told before is still on its way
        still(page)
    wish = re.compile(r'name="on"\r\n\r\n(\d)')
    page.route("**/reactions/thanks/", lambda route: sent.append((route, wish.search(route.request.post_data)[1])))
    return button, sent


@pytest.mark.parametrize("first", ["saved", "lost"])
@pytest.mark.parametrize("presses", [2, 3])
def test_of_presses_while_a_reaction_is_on_its_way_the_last_counts(thanks, presses, first):
    (button, sent), on = thanks, presses % 2
    page, number = button.page, button.locator("[data-n]")
    before = int(number.inner_text() or 0)
    for press in range(presses):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false" if press % 2 else "true")
    until(page, lambda: sent)
    page.wait_for_timeout(200)
    assert [wish for _route, wish in sent] == ["1"]  # one at a time
    if first == "saved":
        with page.expect_response("**/reactions/thanks/"):
            sent[0][0].continue_()
    else:
        sent[0][0].abort()
    if first == "lost" or not on:
        until(page, lambda: len(sent) == 2)
        with page.expect_response("**/reactions/thanks/"):
            sent[1][0].continue_()
    page.wait_for_timeout(200)
    assert [wish for _route, wish in sent[1:]] == ([] if on and first == "saved" else [str(on)])
    expect(page.locator("#toasts .toast--error")).to_have_count(0)
    for _ in range(2):
        expect(button).to_have_attribute("aria-pressed", "true" if on else "false")
        expect(number).to_have_text(str(before + on or ""))
        page.reload()


def press(button):
    with button.page.expect_response("**/reactions/*/"):
        button.click()


def test_an_old_answer_of_the_log_does_not_take_back_what_was_told_meanwhile(enter, places):
    mona, ben, questions = enter("mona"), enter("ben"), []
    button = mona.go(f"/posts/{places['post']}/").locator(f".reacts > [data-reaction='{places['post']}:thanks']")
    still(mona.page)
    mona.live()
    press(button)  # the log holds it, so that a page opened now asks about it
    ben.page.goto("about:blank")  # the home page may ask the log too

    def keep_the_first(route):
        questions.append((route, route.fetch()))
        if len(questions) > 1:
            route.fulfill(response=questions[-1][1])

    ben.page.route("**/live/catch-up/**", keep_the_first)
    page = ben.go(f"/posts/{places['post']}/")
    until(page, lambda: questions)
    number = page.locator(f".reacts > [data-reaction='{places['post']}:thanks'] [data-n]")
    before = int(number.inner_text() or 0)
    given = button.get_attribute("aria-pressed") == "true"
    press(button)
    page.wait_for_timeout(500)  # the socket tells it
    route, answer = questions[0]
    with page.expect_response("**/live/catch-up/**"):
        route.fulfill(response=answer)
    page.wait_for_timeout(500)
    expect(number).to_have_text(str(before + (-1 if given else 1) or ""))


def test_a_question_to_the_log_that_fails_is_put_again(enter, places):
    ben, questions = enter("ben"), []
    page = ben.page
    listening = '{"verb": "listening", "behind": true}'  # and nothing after it that could make the page ask
    page.goto("about:blank")  # the home page has a socket of its own
    page.route_web_socket("**/ws/", lambda socket: socket.on_message(lambda _wish: socket.send(listening)))
    page.route("**/live/catch-up/**", lambda route: (questions.append(route), route.fulfill(status=503)))
    page.clock.install()
    ben.go(f"/posts/{places['post']}/")
    until(page, lambda: questions)
    page.clock.fast_forward(9_000)
    page.wait_for_timeout(500)
    assert len(questions) == 1
    page.clock.fast_forward(11_000)
    until(page, lambda: len(questions) == 2)


def test_a_button_that_is_replaced_while_it_is_held_down_is_pressed_all_the_same(enter, places):
    address = f"/posts/{places['post']}/"
    ben, mona = enter("ben"), enter("mona")
    page = ben.go(address)
    still(page)
    ben.live()
    button = page.locator(f".reacts > [data-reaction='{places['post']}:thanks']")
    before, number = button.get_attribute("aria-pressed"), button.locator("[data-n]")
    still(mona.go(address))
    keys = page.keyboard
    for hold, let_go in ((page.mouse.down, page.mouse.up), (lambda: keys.down("Space"), lambda: keys.up("Space"))):
        stood, count = button.get_attribute("aria-pressed"), int(number.inner_text() or 0)
        button.hover()
        button.focus()
        hold()
        press(mona.page.locator(f".reacts > [data-reaction='{places['post']}:thanks']"))
        page.wait_for_timeout(500)
        expect(number).to_have_text(str(count or ""))  # what mona did waits until ben lets go
        let_go()
        expect(button).to_have_attribute("aria-pressed", "false" if stood == "true" else "true")
        page.wait_for_timeout(500)
    expect(button).to_have_attribute("aria-pressed", before)


def test_the_cursor_stays_on_a_post_that_is_replaced(enter, places):
    ann, ben = enter("ann"), enter("ben")
    page = ben.go("/groups/feltprat/")
    still(page)
    ben.live()
    marked = page.locator(f"#post-{places['filed']}.is-cursor")
    for _ in range(20):
        page.keyboard.press("j")
        if marked.count():
            break
    expect(marked).to_be_focused()
    edit = ann.go(f"/posts/{places['filed']}/edit/")
    edit.get_by_label(WORDS).fill("Ny mast og ny rutine")
    edit.locator("form.composer button.btn--glow, form.composer button.btn--accent").first.click()
    expect(marked).to_contain_text("Ny mast og ny rutine")
    expect(marked).to_be_focused()


def test_a_wish_that_waits_when_the_page_is_left_is_kept(thanks):
    button, _sent = thanks
    page, post = button.page, button.page.url
    page.unroute("**/reactions/thanks/")
    page.evaluate(
        "() => { const real = fetch; let n = 0; fetch = (...all) => n++ ? real(...all) : new Promise(() => {}) }"
    )
    for _ in range(3):
        button.click()  # the first is never answered, and the third waits for it
    page.goto(post.partition("/posts/")[0] + "/people/")

    def given():
        page.goto(post)
        return button.get_attribute("aria-pressed") == "true"

    until(page, given)


GAPS = """() => [...document.querySelectorAll(".react--add")].slice(0, 4).map(button => {
  button.scrollIntoView({ block: "center" });
  button.click();
  const box = document.querySelector(".pop:popover-open").getBoundingClientRect();
  document.querySelector(".pop:popover-open").hidePopover();
  return Math.min(box.left, innerWidth - box.right);
})"""


@pytest.mark.parametrize("width", [320, 390])
def test_the_list_of_reactions_keeps_off_the_edges_of_a_phone(enter, places, width):
    page = enter("ann", viewport={"width": width, "height": 844}).go(f"/posts/{places['post']}/")
    still(page)
    gaps = page.evaluate(GAPS)
    assert len(gaps) >= 3
    assert min(gaps) >= 8, gaps
