"""The idea board as people use it: sent in, wanted, taken in, decided, appealed; also by keyboard and without script."""

import re
import time
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.journeys.second_step import sign_in_by_form
from tests.pictures import picture

NUMBER = re.compile(r"/ideas/(\d+)/$")


def fill(page, title):
    for name, text in (
        ("title", title),
        ("problem", "Vi leier bil hver mandag."),
        ("proposal", "Lån av nabodepotet."),
        ("benefit", "Færre leiebiler på fakturaen."),
    ):
        page.locator(f"#id_{name}").fill(text)


def send_in(page):
    """Sends the form; what earlier tests sent in may resemble it, and that is asked once."""
    with page.expect_navigation():
        page.locator("main form.form button[value=send]").click()
    again = page.locator("#similar button[value=send]")
    if again.count():
        with page.expect_navigation():
            again.click()


def write(person, title, *, send=True):
    page = person.go("/ideas/new/")
    fill(page, title)
    if not send:
        return ""
    send_in(page)
    page.wait_for_url(NUMBER)
    return NUMBER.search(page.url)[1]


def move(person, number, state, **fields):
    page = person.go(f"/ideas/{number}/move/{state}/")
    for name, text in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.locator("main form.form button.btn--accent").click()
    page.wait_for_url(NUMBER)


REASON = {
    "reason_kind": "timing",
    "reason": "Bilene er leaset ut året, og avtalen lar oss ikke dele dem mellom depotene før den går ut.",
    "change_of_mind": "Når avtalen går ut i juni.",
}


def test_an_idea_is_sent_in_wanted_taken_in_and_its_author_sees_it_move(enter):
    ann, ben, mona = enter("ann"), enter("ben"), enter("mona")
    title = f"Lån en bil {time.time_ns()}"
    number = write(ann, title)
    expect(ann.page.locator("#toasts, .toast", has_text="Ideen din ligger på tavla").first).to_be_visible()
    ann.live()
    # ben wants it from the board; ann's page counts it by itself, and she cannot vote on her own
    card = ben.go("/ideas/").locator(f"#idea-{number}")
    ben.live()
    card.locator("button.support").click()
    expect(card.locator("button.support")).to_have_attribute("aria-pressed", "true")
    expect(ann.page.locator(f"#support-{number} [data-n]")).to_have_text("1")
    # mona finds it on her desk and takes it onto the board; ann's page tells it without being loaded again
    desk = mona.go("/desk/screening/")
    desk.locator("article", has_text=title).get_by_role("link", name="Ta den inn på tavla").click()
    mona.page.locator("#id_person").fill("@mona")
    mona.page.locator("main form.form button.btn--accent").click()
    mona.page.wait_for_url(NUMBER)
    expect(ann.page.locator(f"#idea-{number}-history .timeline b", has_text="Åpen")).to_be_visible()
    # and on ben's open board it stands in another column
    expect(ben.page.locator("section.column[aria-labelledby=lane-open]").locator(f"#idea-{number}")).to_be_visible()
    assert ben.page.locator(f"#idea-{number} button.support").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("script", [True, False])
def test_what_resembles_it_is_shown_while_one_writes_asked_about_once_and_stops_nobody(enter, script):
    ben = enter("ben", lang="nb")
    first = f"Dyrlegevakt for tjenestehundene {time.time_ns()}"
    number = write(ben, first)
    if script:
        ann = enter("ann", lang="nb")
    else:
        ann = without_script(enter, "ann")
    page = ann.go("/ideas/new/")
    fill(page, "Dyrlegevakt for tjenestehundene våre")
    if script:  # beside the form, before anything is sent
        expect(page.locator(f"#similar a[href='/ideas/{number}/']")).to_be_visible()
        expect(page.locator("#similar input[type=radio]")).to_have_count(0)
    page.locator("main form.form button[value=send]").click()
    expect(page.locator("#similar")).to_contain_text("Er det den samme?")
    assert page.locator("#id_problem").input_value() == "Vi leier bil hver mandag."
    page.locator(f"#similar input[name='same-{number}'][value=related]").check()
    page.locator("#similar button[value=send]").click()
    page.wait_for_url(NUMBER)


def without_script(enter, handle):
    """Somebody signed in whose browser runs no script."""
    person = enter(java_script_enabled=False)
    sign_in_by_form(person, handle)
    return person


@pytest.mark.parametrize("script", [True, False])
def test_a_picture_goes_with_an_idea_and_a_plan_is_taken_back(enter, script):
    ann = enter("ann", lang="nb") if script else without_script(enter, "ann")
    page = ann.go("/ideas/new/")
    fill(page, f"Blinklys på masten {time.time_ns()}")
    page.locator("#idea-files").set_input_files(
        [
            {"name": "mast.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 400))},
            {"name": "plan.txt", "mimeType": "text/plain", "buffer": "Først dette".encode()},
        ]
    )
    plan, mast = page.locator("form .file", has_text="plan.txt"), page.locator("form .file", has=page.locator("img"))
    if script:  # they have left already, and the draft keeps them by itself
        with page.expect_response("**/discard/"):
            plan.get_by_role("button").click()
        with page.expect_response("**/alt/"):
            mast.locator("input[type=text]").fill("En rød og blå flate")
            mast.locator("input[type=text]").press("Tab")
    else:  # they come with the draft, which the page then shows
        with page.expect_navigation():
            page.locator("main form.form button[value=draft]").click()
        plan.get_by_label("Fjern").check()
        mast.locator("input[type=text]").fill("En rød og blå flate")
    send_in(page)
    page.wait_for_url(NUMBER)
    expect(page.locator(".enclosed .picture img")).to_have_attribute("alt", "En rød og blå flate")
    assert page.locator(".enclosed img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator(".enclosed a.file")).to_have_count(0)


def test_a_no_comes_with_its_reason_and_is_appealed_once_to_somebody_else(enter):
    ann, mona = enter("ann"), enter("mona")
    number = write(ann, f"Varme i trappa {time.time_ns()}")
    move(mona, number, "declined", **REASON)
    page = ann.go(f"/ideas/{number}/")
    expect(page.locator(".timeline")).to_contain_text(REASON["reason"])
    expect(page.locator(".timeline")).to_contain_text(REASON["change_of_mind"])
    page.get_by_role("link", name="Klag på avgjørelsen").click()
    page.locator("#id_note").fill(
        "Utleier sier nå ja til å dele bilene fra januar, og det koster ingenting å prøve i et kvartal."
    )
    page.locator("main form.form button.btn--accent").click()
    page.wait_for_url(NUMBER)
    expect(page.locator("main .stage").first).to_have_text("Vurderes")
    # who said no does not decide again
    expect(mona.go(f"/ideas/{number}/").get_by_role("link", name="Si nei, med begrunnelse")).to_have_count(0)
    mona.go(f"/ideas/{number}/owner/")
    expect(mona.page.get_by_role("button", name="Jeg tar den")).to_have_count(0)


def test_a_draft_keeps_itself_and_a_co_author_says_yes(enter):
    ann, ben = enter("ann"), enter("ben")
    title = f"Felles kalender {time.time_ns()}"
    write(ann, title, send=False)
    expect(ann.page.locator("form [data-saved]")).to_contain_text("lagret", ignore_case=True, timeout=8_000)
    ann.go("/ideas/mine/").get_by_role("link", name=title).click()
    assert ann.page.locator("#id_problem").input_value() == "Vi leier bil hver mandag."
    ann.page.get_by_role("link", name="Medforfattere").click()
    ann.page.locator("#id_person").fill("@ben")
    ann.page.get_by_role("button", name="Spør om å være medforfatter").click()
    # until he has answered it cannot be sent in, and nothing is lost
    ann.go("/ideas/mine/").get_by_role("link", name=title).click()
    send_in(ann.page)
    expect(ann.page.locator(".error-summary")).to_contain_text("Noen har ikke svart ennå")
    assert ann.page.locator("#id_title").input_value() == title
    ben.go("/notifications/").locator("a", has_text=title).first.click()
    ben.page.get_by_role("button", name="Ja, jeg er med").click()
    send_in(ann.page)
    ann.page.wait_for_url(NUMBER)
    expect(ann.page.locator("main header")).to_contain_text("og Ben")


def test_by_keyboard_alone_a_card_is_moved(enter):
    ann, mona = enter("ann"), enter("mona")
    number = write(ann, f"Tastatur {time.time_ns()}")
    page = mona.go("/ideas/")
    page.locator(f"#idea-{number} h3 a").focus()
    for _press in range(8):
        if "/move/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ideas/{number}/move/")
    page.get_by_role("link", name="Spør forfatterne").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/needs-info/")
    page.locator("#id_note").focus()
    page.keyboard.type("Hvilket depot?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(NUMBER)
    expect(page.locator(".timeline")).to_contain_text("Hvilket depot?")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_without_script_an_employee_writes_wants_and_reads_what_became_of_it(enter, lang):
    cleo = enter(java_script_enabled=False, lang=lang)
    page = sign_in_by_form(cleo, "cleo", lang)
    number = write(cleo, f"Uten skript {time.time_ns()}")
    page.goto(f"{cleo.address}/ideas/?view=list&order=newest")
    expect(page.locator(f"#idea-row-{number}")).to_have_count(1)
    free = "button.support:not([disabled])[aria-pressed=false]"
    reaction = page.locator(f"{free}:not([data-reaction='idea:{number}'])").first.get_attribute("data-reaction")
    page.locator(f"[data-reaction='{reaction}']").click()
    page.wait_for_load_state()
    expect(page.locator(f"[data-reaction='{reaction}']").first).to_have_attribute("aria-pressed", "true")
    page.goto(f"{cleo.address}/ideas/{number}/")
    expect(page.locator(".timeline [data-next]")).to_be_visible()


def give(person, number, state, handle, **fields):
    """A move that names a colleague."""
    person.go(f"/ideas/{number}/move/{state}/").locator("#id_person").fill(handle)
    for name, text in fields.items():
        person.page.locator(f"#id_{name}").fill(text)
    person.page.locator("main form.form button.btn--accent").click()
    person.page.wait_for_url(NUMBER)


def test_whoever_carries_it_out_ticks_a_step_and_others_see_it_at_once(enter):
    ann, ben, mona = enter("ann"), enter("ben"), enter("mona")
    number = write(ann, f"Skap på naustet {time.time_ns()}")
    give(mona, number, "open", "@mona")
    move(mona, number, "in-review")
    give(mona, number, "approved", "@ben", until=(localdate() + timedelta(days=60)).isoformat())
    page = ben.go(f"/ideas/{number}/delivery/")
    page.locator("summary", has_text="Legg til et steg").click()
    page.locator("#id_title").fill("Første skap")
    page.locator("#id_due_on").fill((localdate() + timedelta(days=20)).isoformat())
    page.locator("button[value=step]").click()
    expect(page.locator(".worklist li", has_text="Første skap")).to_be_visible()
    became = ann.go(f"/ideas/{number}/").locator(f"#idea-{number}-became")
    ann.live()
    expect(became).to_contain_text("0 av 1 steg er gjort")
    page.locator("button[value=done]").click()
    expect(page.locator("button[value=undone]")).to_be_visible()
    expect(became).to_contain_text("1 av 1 steg er gjort")  # without loading the page again
