"""A working day with scripts turned off: everything by real forms and links, one after the other."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import pick_reaction
from tests.journeys.second_step import sign_in_by_form
from tests.pictures import picture

POST = re.compile(r"/posts/(\d{10,})/")


@pytest.fixture
def ann(enter):
    """ann without scripts, signed in by e-mail and password."""
    person = enter(java_script_enabled=False)
    sign_in_by_form(person, "ann")
    return person


def write(page: Page, text: str) -> str:
    """From the prompt on home to the published post; answers with its number."""
    page.locator("a.prompt__open").click()
    page.locator("textarea[name=text]").fill(text)
    page.locator(".composer__foot button[value=publish]").click()
    page.wait_for_url(POST)
    return POST.search(page.url)[1]


def test_she_finds_a_colleague_follows_and_stops_following(ann):
    page = ann.go("/")
    page.locator(".rail a[href='/people/']").click()
    page.locator("#people-q").fill("ben")
    page.locator("form[data-people] button[type=submit]").click()
    page.locator("#results a.person__name[href='/people/ben/']").click()
    follow = page.locator("form[action='/people/ben/follow/'] button")
    before = follow.get_attribute("aria-pressed")
    for expected in ("false" if before == "true" else "true", before):
        follow.click()
        expect(follow).to_have_attribute("aria-pressed", expected)
    page.locator("a[href='/people/ben/posts/']").click()
    assert page.locator(".feed article").count()
    page.go_back()
    page.locator("a[href='/people/ben/groups/']").click()
    expect(page.locator("#in-common a[href='/groups/feltprat/']")).to_be_visible()


def test_she_joins_an_open_group_and_asks_to_join_a_closed_one(ann):
    page = ann.go("/groups/")
    page.locator("#group-words").fill("kantina")
    page.locator("main form[role=search] button").click()
    page.locator("a.group__name[href='/groups/kantina/']").click()
    page.locator("form[action='/groups/kantina/join/'] button").click()
    expect(page.locator("form[action='/groups/kantina/mute/'] button")).to_be_visible()
    expect(page.locator("main a[href='/groups/kantina/posts/']")).to_be_visible()
    page.locator("[popovertarget=group-menu]").click()
    page.locator("#group-menu a[href='/groups/kantina/leave/']").click()
    page.locator("main form button.btn").first.click()
    page.wait_for_url(re.compile("/groups/"))
    ann.go("/groups/kantina/").locator("form[action='/groups/kantina/join/'] button").wait_for()

    page = ann.go("/groups/lederforum/")
    page.locator("a[href='/groups/lederforum/request/']").click()
    page.locator("textarea[name=message]").fill("Jeg leder en liten gruppe på felt.")
    page.locator("main form button.btn--accent").click()
    withdraw = page.locator("form[action='/groups/lederforum/request/withdraw/'] button")
    withdraw.click()
    expect(page.locator("a[href='/groups/lederforum/request/']")).to_be_visible()


def test_she_publishes_a_picture_that_she_described(ann, tmp_path):
    file = tmp_path / "mast.jpg"
    file.write_bytes(picture(size=(800, 500)))
    page = ann.go("/")
    page.locator("a.prompt__open").click()
    page.locator("textarea[name=title]").fill("Ny mast")
    page.locator("textarea[name=text]").fill("Slik ble den **ferdig**.")
    page.locator("input[name=files]").set_input_files(file)
    page.locator(".composer__foot button[value=preview]").click()
    expect(page.locator("#preview-title ~ .post__body strong")).to_have_text("ferdig")
    page.locator("input[name^='alt-']").fill("En mast halvt rød, halvt blå")
    page.locator(".composer__foot button[value=publish]").click()
    page.wait_for_url(POST)
    shown = page.locator("article .picture img")
    expect(shown).to_have_attribute("alt", "En mast halvt rød, halvt blå")
    assert page.request.get(ann.address + shown.get_attribute("src")).status == 200
    assert page.request.get(ann.address + page.locator("article .picture a").get_attribute("href")).status == 200


def test_she_removes_a_file_from_what_she_published_and_describes_the_picture_anew(ann):
    page = ann.go("/")
    page.locator("a.prompt__open").click()
    page.locator("textarea[name=text]").fill(f"Plan og mast {time.time_ns()}")
    plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Feil plan"}
    page.locator("input[name=files]").set_input_files(
        [{"name": "mast.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 400))}, plan]
    )
    page.locator(".composer__foot button[value=publish]").click()
    page.wait_for_url(POST)
    number = POST.search(page.url)[1]
    address = ann.address + page.locator("article a.file").get_attribute("href")
    assert page.request.get(address).status == 200
    ann.go(f"/posts/{number}/edit/")
    page.locator(".file", has_text="plan.txt").get_by_label("Fjern").check()
    page.locator(".file input[name^='alt-']").fill("En mast halvt rød, halvt blå")
    page.locator("form.composer button.btn--accent").click()
    page.wait_for_url(POST)
    expect(page.locator("article .picture img")).to_have_attribute("alt", "En mast halvt rød, halvt blå")
    expect(page.locator("article a.file")).to_have_count(0)
    assert page.request.get(address).status == 404
    page.locator(f"article a[href='/posts/{number}/history/']").first.click()
    expect(page.locator(".history .version").first).to_contain_text("Fjernet filen plan.txt")


def test_she_answers_reacts_edits_reads_history_saves_and_deletes(ann):
    page = ann.go("/")
    number = write(page, f"Uten skript {time.time_ns()}")
    expect(ann.go("/").locator(f"#post-{number}")).to_be_visible()
    page.locator(f"#post-{number} .post__bar a[href$='#reply']").click()
    page.locator("#reply textarea").fill("Første svar")
    page.locator("#reply button[type=submit]").click()
    first = page.locator(".comment", has_text="Første svar").first
    first.locator("a[data-reply]").click()
    page.locator("#reply textarea").fill("Svar på svaret")
    page.locator("#reply button[type=submit]").click()
    expect(page.locator(".comment__kids .comment", has_text="Svar på svaret")).to_be_visible()

    thanks = page.locator(f".reacts [data-reaction='{number}:thanks']:not(.react-pick *)")
    for count, pressed in (("1", "true"), ("", "false")):
        thanks.click()
        expect(thanks).to_have_attribute("aria-pressed", pressed)
        expect(thanks.locator("[data-n]")).to_have_text(count)
    pick_reaction(page.locator(f"#reactions-{number}"), f"[data-reaction='{number}:smart']")
    expect(page.locator(f".reacts > [data-reaction='{number}:smart']")).to_have_attribute("aria-pressed", "true")

    page.locator("article [data-menu-opener]").click()
    page.locator(f"main a[href='/posts/{number}/edit/']").click()
    page.locator("textarea[name=text]").fill("Rettet uten skript")
    page.locator("form.composer button.btn--accent").click()
    page.locator(f"article a[href='/posts/{number}/history/']").first.click()
    assert page.locator(".history .version").count() == 2
    expect(page.locator(".history ins").first).to_be_visible()
    page.locator("main .page-head a").click()

    save = page.locator(f"[data-save='{number}']")
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    expect(ann.go("/saved/").locator(f"#post-{number}")).to_be_visible()
    ann.go(f"/posts/{number}/menu/").locator(f"main a[href='/posts/{number}/delete/']").click()
    page.locator("main button.btn--danger").click()
    expect(ann.go(f"/posts/{number}/").locator("article .stub")).to_be_visible()


def test_she_reads_her_notifications(ann, enter):
    ben = enter("ben", java_script_enabled=False)
    write(ben.page, f"Hei @ann {time.time_ns()}")
    page = ann.go("/")
    expect(page.locator("#notification-count")).to_be_visible()
    page.locator(".rail a[href='/notifications/']").click()
    unread = page.locator(".notification[data-unread]")
    before = unread.count()
    page.locator("form[action$='/read/']:not([action='/notifications/read/']) button").first.click()
    assert ann.go("/notifications/").locator(".notification[data-unread]").count() == before - 1
    if before > 1:
        page.locator("form[action='/notifications/read/'] button").click()
    expect(ann.go("/notifications/").locator(".notification[data-unread]")).to_have_count(0)
    page.locator("a.notification").first.click()
    assert POST.search(page.url)


def test_she_changes_language_and_theme_and_signs_out(ann):
    page = ann.go("/")
    page.locator("button[popovertarget=me-menu]").click()
    page.locator("#me-menu a[href='/settings/']").click()
    root = page.locator("html")
    for language in ("en", "nb"):
        page.locator(f"main input[name=language][value={language}]").check()
        page.locator("main form[action='/settings/language/'] button").click()
        expect(root).to_have_attribute("lang", language)
    page.locator("input[name=theme][value=dark]").check()
    page.locator("form.setting:has(input[name=theme]) button").click()
    expect(root).to_have_attribute("data-theme", "dark")
    page.locator("input[name=theme][value='']").check()
    page.locator("form.setting:has(input[name=theme]) button").click()
    assert root.get_attribute("data-theme") is None
    page.locator("button[popovertarget=me-menu]").click()
    page.locator("#me-menu form[action='/account/logout/'] button").click()
    page.wait_for_url(re.compile("/account/login/"))
    ann.go("/people/")
    assert "/account/login/" in page.url


def test_she_searches(ann):
    page = ann.go("/")
    page.locator("#q").fill("vinter")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=vinter"))
    for section in ("hits-groups", "hits-posts"):
        assert page.locator(f"[aria-labelledby={section}] .hit").count()
    page.locator("[aria-labelledby=hits-posts] a.hit__title").first.click()
    assert POST.search(page.url)
