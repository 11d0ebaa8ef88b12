"""Two people in two browsers see each other's words at once; cleo, outside, hears and sees nothing."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

WORDS = {"open": "feltprat", "closed": "vinterberedskap", "secret": "ny-driftssentral"}


def publish(person, slug, text):
    """Writes a post through the composer and returns its id."""
    page = person.go(f"/posts/new/?group={slug}" if slug else "/posts/new/")
    page.get_by_label(re.compile("^(Tekst|Text)$")).fill(text)
    page.locator("form.composer button.btn--glow").click()
    page.wait_for_url(re.compile(r"/posts/\d{10,}/"))
    return re.search(r"/posts/(\d+)/", page.url)[1]


def record_socket(person):
    """Every frame that reaches the browser."""
    frames = []
    person.page.on("websocket", lambda ws: ws.on("framereceived", lambda payload: frames.append(str(payload))))
    return frames


@pytest.mark.parametrize("kind", ["open", "closed", "secret"])
def test_a_post_an_answer_a_reaction_an_edit_and_a_deletion_arrive_by_themselves(enter, kind):
    ann, ben, cleo = enter("ann"), enter("ben"), enter("cleo")
    canary = f"kanarifugl{kind}{time.time_ns()}"
    frames = record_socket(cleo)
    for person in (ben, cleo):
        person.go("/")
        person.live()
    number = publish(ann, WORDS[kind], f"Hei @ben, {canary} står på taket")

    # it arrives at the top of ben's open page, and tells him on the bell
    ben.page.locator(f"#post-{number}").get_by_text(canary).wait_for()
    ben.page.locator("#notification-count:not([hidden])").wait_for()

    # ben opens it and answers; ann, who has it open, sees the answer
    ann.live()
    page = ben.go(f"/posts/{number}/")
    ben.live()
    page.locator("#reply textarea").fill(f"Jeg tar den ned, {canary}")
    page.locator("#reply button[type=submit]").click()
    answer = ann.page.locator(f"#comments-{number} .comment", has_text="Jeg tar den ned")
    answer.wait_for()

    # a reaction changes the count on ben's page without a reload
    ann.page.locator(f"#whole-post-{number} [data-reaction='{number}:thanks']").first.click()
    ben.page.locator(f"#reactions-{number} [data-reaction='{number}:thanks'] [data-n]", has_text="1").first.wait_for()
    pressed = ann.page.locator(f"#reactions-{number} .react[data-reaction='{number}:thanks']")
    pressed.and_(ann.page.locator("[aria-pressed=true]")).wait_for()

    # an edit and a deletion change ben's page in place
    edit = ann.go(f"/posts/{number}/edit/")
    edit.get_by_label(re.compile("^(Tekst|Text)$")).fill(f"Rettet: {canary} sitter på mønet")
    edit.locator("form.composer button.btn--glow, form.composer button.btn--accent").first.click()
    ben.page.locator(f"#whole-post-{number}").get_by_text("sitter på mønet").wait_for()
    edit.wait_for_url(re.compile(rf"/posts/{number}/$"))
    ann.go(f"/posts/{number}/delete/").locator("main button.btn--danger").click()
    ben.page.locator(f"#whole-post-{number} .stub").wait_for()
    assert canary not in ben.page.locator(f"#whole-post-{number}").inner_text()

    heard = " ".join(frames)
    if kind == "open":
        assert canary in heard
        return
    assert canary not in heard
    assert number not in heard
    assert canary not in cleo.page.content()
    assert cleo.page.request.get(f"{cleo.address}/posts/{number}/").status == 404
    found = cleo.go(f"/search/?q={canary}").locator("main").inner_text()
    assert number not in cleo.page.content()
    assert "Jeg tar den ned" not in found


def test_a_restriction_takes_the_post_away_from_an_open_page_and_lifting_it_brings_it_back(site, enter):
    ann, ben = enter("ann"), enter("ben")
    number = publish(ann, "", f"Skjules {time.time_ns()}")
    ben.go("/")
    ben.live()
    ben.page.locator(f"#post-{number}").wait_for()
    place = (
        "from network.conversations.actions import place_restriction as p; "
        f"from network.conversations.models import Thread; p(by=None, thread=Thread.objects.get(pk={number}), reason='x')"
    )
    site.python(place)
    ben.page.locator(f"#post-{number}").wait_for(state="detached", timeout=15_000)
    assert ben.page.request.get(f"{ben.address}/posts/{number}/").status == 404
    site.python(place.replace("place_restriction", "lift_restriction").replace(", reason='x'", ""))
    assert ben.go(f"/posts/{number}/").locator(f"#whole-post-{number}").is_visible()


def test_leaving_a_group_silences_an_open_page(enter):
    ann, ben = enter("ann"), enter("ben")
    ann.go("/groups/new/")
    ann.page.get_by_label(re.compile("^(Navn|Name)")).fill(f"Nattskift {time.time_ns()}")
    ann.page.locator("main form button.btn--accent, main form button.btn--glow").first.click()
    ann.page.wait_for_url(re.compile(r"/groups/(?!new)"))
    slug = re.search(r"/groups/([^/]+)/", ann.page.url)[1]
    page = ben.go(f"/groups/{slug}/")
    page.locator(f"main form[action='/groups/{slug}/join/'] button").first.click()
    page.wait_for_load_state()
    ben.go("/?lane=groups")
    assert ben.page.request.get(f"{ben.address}/groups/{slug}/").status == 200


def test_new_posts_wait_behind_a_button_and_nothing_moves_while_one_reads(enter):
    ann, ben = enter("ann"), enter("ben")
    ben.go("/")
    ben.live()
    ben.page.mouse.wheel(0, 1500)
    ben.page.wait_for_timeout(300)
    seen = ben.page.evaluate(
        "() => { const a = [...document.querySelectorAll('#feed article')].find(x => x.getBoundingClientRect().top > 0);"
        " return [a.id, a.getBoundingClientRect().top] }"
    )
    number = publish(ann, "", f"Nytt mens du leser {time.time_ns()}")
    pill = ben.page.locator("[data-new-pill] button")
    pill.wait_for()
    now_at = ben.page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", seen[0])
    assert abs(now_at - seen[1]) <= 1
    assert ben.page.locator("#live-status").inner_text().strip()
    pill.click()
    first = ben.page.locator("#feed article").first
    assert first.get_attribute("id") == f"post-{number}"
    assert ben.page.evaluate("document.activeElement.id") == f"post-{number}"


def test_a_post_deleted_before_the_page_was_opened_does_not_arrive_as_news(enter):
    ann, ben = enter("ann"), enter("ben")
    number = publish(ann, "", f"Angret {time.time_ns()}")
    ann.go(f"/posts/{number}/delete/").locator("main button.btn--danger").click()
    ann.page.wait_for_url(f"{ann.address}/")
    with ben.page.expect_response(lambda answer: "/live/catch-up/" in answer.url):  # both are in what it asks for
        ben.go("/")
    ben.page.wait_for_timeout(300)
    assert ben.page.locator(f"#post-{number}").count() == 0
    assert ben.page.locator("[data-new-pill]:not([hidden])").count() == 0


def test_a_laptop_that_slept_catches_up(enter):
    ann, ben = enter("ann"), enter("ben")
    ben.go("/")
    ben.live()
    ben.context.set_offline(True)
    ben.page.wait_for_timeout(300)
    number = publish(ann, "", f"Mens du sov {time.time_ns()}")
    ben.page.wait_for_timeout(500)
    assert ben.page.locator(f"#post-{number}").count() == 0
    ben.context.set_offline(False)
    ben.page.evaluate("window.dispatchEvent(new Event('online'))")
    ben.page.locator(f"#post-{number}").wait_for(timeout=15_000)


def test_what_one_sees_after_live_is_what_a_reload_shows(enter):
    """Fetch, act, apply the frames, fetch again: equal."""
    ann, ben = enter("ann"), enter("ben")
    number = publish(ann, "feltprat", f"Likhetsprøve {time.time_ns()}")
    ben.go("/")
    ben.live()
    page = ann.go(f"/posts/{number}/")
    for text in ("Første svar", "Andre svar"):
        page.locator("#reply textarea").fill(text)
        page.locator("#reply button[type=submit]").click()
        page.locator(f"#comments-{number} .comment", has_text=text).wait_for()
        page.locator("#reply button[type=submit]:not([aria-busy])").wait_for()
    ben.page.locator(f"#post-{number}").get_by_text("Andre svar").wait_for()
    ben.page.wait_for_timeout(300)

    def words():
        return json.loads(
            ben.page.evaluate(
                "id => JSON.stringify([...document.getElementById(id).querySelectorAll('p, a, b, [data-n]')]"
                ".map(x => x.textContent.replace(/\\s+/g, ' ').trim()).filter(Boolean))",
                f"post-{number}",
            )
        )

    live = words()
    ben.page.reload()
    ben.live()
    assert words() == live


def test_a_pin_appears_where_pins_are_shown_and_nothing_asks_for_a_page_that_shows_it(enter):
    ann, ben = enter("ann"), enter("ben")
    ann.go("/groups/new/")
    ann.page.get_by_label(re.compile("^(Navn|Name)")).fill(f"Oppslag {time.time_ns()}")
    ann.page.locator("main form button.btn--accent, main form button.btn--glow").first.click()
    ann.page.wait_for_url(re.compile(r"/groups/(?!new)"))
    slug = re.search(r"/groups/([^/]+)/", ann.page.url)[1]
    canary = f"Festet {time.time_ns()}"
    number = publish(ann, slug, canary)
    home = ben.context.new_page()
    home.goto(f"{ben.address}/")
    home.wait_for_selector("html[data-live]", state="attached")
    ben.go(f"/groups/{slug}/")
    ben.live()

    # the host comes to a page that shows the pin: nothing more is said of it
    ann.go(f"/posts/{number}/menu/").locator(f"button[formaction='/posts/{number}/pin/']").click()
    ann.page.wait_for_url(re.compile(rf"/groups/{slug}/$"))
    ann.live()
    expect(ann.page.locator(".pinned", has_text=canary)).to_be_visible()
    # an open page of the group shows it by itself; home shows no pins
    expect(ben.page.locator(".pinned", has_text=canary)).to_be_visible()
    ann.page.reload()
    ann.live()
    for page in (ann.page, ben.page, home):
        page.wait_for_timeout(1000)
        expect(page.locator("#toasts .toast")).to_have_count(0)

    ann.go(f"/posts/{number}/menu/").locator(f"button[formaction='/posts/{number}/pin/']").click()
    expect(ben.page.locator(".pinned", has_text=canary)).to_have_count(0)


def test_what_comes_back_is_announced_to_an_open_page_and_not_to_a_new_one(site, enter):
    ann, ben = enter("ann"), enter("ben")
    number = publish(ann, "", f"Tilbake {time.time_ns()}")
    answer = ben.go(f"/posts/{number}/")
    answer.locator("#reply textarea").fill("Skjules og kommer tilbake")
    answer.locator("#reply button[type=submit]").click()
    answer.locator(f"#comments-{number} .comment", has_text="Skjules og kommer tilbake").wait_for()
    ann.go(f"/posts/{number}/")
    ann.live()
    act = (
        "from network.conversations.actions import {0} as act; from network.conversations.models import Comment; "
        f"c = Comment.objects.get(thread={number}); act(by=None, thread=c.thread, comment=c{{1}})"
    )
    site.python(act.format("place_restriction", ", reason='x'"))
    counted = ann.page.locator(f"#stats-{number} a")
    # told from another process: the tail looks each second, waits 1.5 s for the layer, and a page up to 3 s more
    expect(counted).to_have_count(0, timeout=15_000)
    site.python(act.format("lift_restriction", ""))
    expect(counted).to_have_text("1 svar", timeout=15_000)
    line = ann.page.locator("#toasts .toast", has_text="Det er kommet noe nytt på denne siden.")
    line.get_by_role("button", name="Vis det").click()
    expect(ann.page.locator(f"#comments-{number} .comment", has_text="Skjules")).to_be_visible()
    ann.live()
    ann.page.wait_for_timeout(1500)
    expect(line).to_have_count(0)
