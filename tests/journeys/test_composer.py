"""The composer tells before it happens, keeps what was written, and sends once."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import WORDS, empty_drafts, pick_reaction, still
from tests.pictures import picture

POST = re.compile(r"/posts/(\d{10,})/")
CLOSED = "vinterberedskap"
PUBLISH = ".composer__foot button.btn--glow"


@pytest.fixture
def ann(enter):
    """ann before an empty composer."""
    person = enter("ann")
    page = person.go("/posts/new/")
    still(page)
    empty_drafts(person, CLOSED)
    return person


def number_in(text):
    return int(re.search(r"\d+", text.replace("\xa0", ""))[0])


def test_a_draft_survives_that_the_page_is_closed(ann, enter):
    words = f"Halvferdig {time.time_ns()}"
    page = ann.page
    page.get_by_label(WORDS).fill(words)
    page.goto(ann.address + "/people/")  # less than the pause between two drafts after it was written
    page.wait_for_timeout(500)
    again = enter("ann").go("/posts/new/")
    expect(again.get_by_label(WORDS)).to_have_value(words)
    empty_drafts(ann, CLOSED)


def test_what_is_asked_about_survives_a_reload(ann):
    page = ann.page
    page.locator("label.chip", has_text="Spørsmål").click()
    page.get_by_label(WORDS).fill("Hvem kan noe om dette?")
    name = page.locator("#known-skills option").first.get_attribute("value")
    page.locator("#id_skill").fill(name)
    page.locator("#id_skill").press("Enter")
    page.locator(".asking [role=status]").wait_for()
    page.goto(ann.address + "/people/")
    page.wait_for_timeout(500)
    page.goto(ann.address + "/posts/new/")
    still(page)
    assert page.locator("#id_skill").input_value() == name
    assert page.locator("input[name=kind][value=question]").is_checked()
    page.locator(".asking [role=status]").wait_for()
    empty_drafts(ann, CLOSED)


def test_the_draft_of_the_dialog_is_kept_when_it_closes(ann):
    words = f"Lukket vindu {time.time_ns()}"
    page = ann.go("/saved/")
    still(page)
    page.locator(".topbar [data-compose]").click()
    page.locator("dialog#composer").get_by_label(WORDS).fill(words)
    with page.expect_response("**/posts/draft/"):
        page.locator("dialog#composer [data-close]").click()
    page.locator(".topbar [data-compose]").click()
    expect(page.locator("dialog#composer").get_by_label(WORDS)).to_have_value(words)
    page.locator("dialog#composer [data-close]").click()
    empty_drafts(ann, CLOSED)


def test_who_will_see_it_and_how_many_are_told_follow_what_is_chosen_and_written(ann):
    page, sentence = ann.page, ann.page.locator("#audience")
    everyone = number_in(sentence.inner_text())
    assert everyone > 200
    page.locator("select[name=place]").select_option(CLOSED)
    expect(sentence).not_to_contain_text(str(everyone))
    members = number_in(sentence.inner_text())
    assert members < everyone
    page.get_by_label(WORDS).press_sequentially("Hei @ben @mona @cleo ")
    cleo = page.locator("#audience span", has_text="Cleo")
    cleo.wait_for()
    assert "2" in sentence.inner_text()
    page.locator("select[name=place]").select_option("")
    cleo.wait_for(state="detached")
    expect(sentence).to_contain_text("3")
    page.get_by_label(WORDS).fill("")
    page.wait_for_timeout(100)


def test_the_mention_list_offers_only_those_who_can_read_it(ann):
    page = ann.page
    field, box = page.get_by_label(WORDS), page.locator(".mentions[data-mentions]")

    def handles(letters):
        field.fill("")
        box.wait_for(state="hidden")
        with page.expect_response(re.compile(rf"/mentions/.*q={letters[1:]}(&|$)")):  # of the whole word
            field.press_sequentially(letters, delay=5)
        box.get_by_role("status").get_by_text(re.compile(r"\w")).wait_for()
        return box.get_by_role("option").evaluate_all("all => all.map(option => option.dataset.insert)")

    assert "cleo" in handles("@cleo")
    page.locator("select[name=place]").select_option(CLOSED)
    assert "cleo" not in handles("@cleo")
    assert "ben" in handles("@ben")
    field.fill("")


def test_topics_in_use_are_suggested_and_a_new_one_is_as_good(ann):
    page, mark = ann.page, f"rype{time.time_ns()}"
    for topic in ("Lirype", "Fjellrype"):
        page.get_by_label(WORDS).fill(f"I dag: #{mark}{topic}")
        page.locator(PUBLISH).click()
        page.wait_for_url(POST)
        still(ann.go("/posts/new/"))
    field, options = page.get_by_label(WORDS), page.locator(".mentions:not([hidden]) [role=option]")
    page.locator("#composer-mentions").wait_for(state="attached")

    def begin(letters):
        field.fill("")
        field.press_sequentially(letters, delay=5)

    # by the keyboard alone: arrows choose, Enter inserts; the focus stays in the text
    begin(f"Sett #{mark.upper()}")
    expect(options).to_have_count(2)
    expect(page.locator("#composer-mentions")).to_have_attribute("aria-label", "Emner i bruk")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("Enter")
    expect(field).to_have_value(f"Sett #{mark}Lirype ")
    expect(field).to_be_focused()
    expect(options).to_have_count(0)

    # Enter without a choice ends the line: what was written is a new topic
    begin(f"#{mark}L")
    expect(options).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value(f"#{mark}L\n")
    begin(f"#{mark}L")
    expect(options).to_have_count(1)
    field.press("ArrowUp")
    field.press("Tab")
    expect(field).to_have_value(f"#{mark}Lirype ")
    begin(f"#{mark}x")
    page.wait_for_timeout(500)
    expect(options).to_have_count(0)

    # people are still chosen at once
    begin("@ben")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#composer-mentions")).to_have_attribute("aria-label", "Folk du kan nevne")
    field.fill("")
    empty_drafts(ann, CLOSED)


def test_a_slow_line_shows_sending_and_two_presses_make_one_post(ann):
    page, words = ann.page, f"Bare en gang {time.time_ns()}"
    held = []
    page.route("**/posts/new/", lambda route: held.append(route))  # noqa: PLW0108
    page.get_by_label(WORDS).fill(words)
    button = page.locator(PUBLISH)
    button.dblclick()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(page.locator("[data-saved]")).to_contain_text("…")
    page.get_by_label(WORDS).press("Control+Enter")
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_url(POST)
    page.unroute("**/posts/new/")
    ann.go("/")
    assert page.locator("#feed article", has_text=words).count() == 1


def test_a_failed_reply_keeps_the_text_and_says_so(ann, places):
    page = ann.go(f"/posts/{places['post']}/")
    still(page)
    page.route("**/comments/", lambda route: route.abort())
    field = page.locator("#reply textarea")
    field.fill("Dette skal ikke gå tapt")
    page.locator("#reply button[type=submit]").click()
    expect(page.locator("#toasts .toast--error")).to_be_visible()
    expect(field).to_have_value("Dette skal ikke gå tapt")
    page.unroute("**/comments/")
    page.locator("#reply button[type=submit]").click()
    page.locator(".comment", has_text="Dette skal ikke gå tapt").wait_for()
    expect(field).to_have_value("")


def test_a_reaction_that_was_not_saved_goes_back(ann, places):
    page = ann.go(f"/posts/{places['post']}/")
    still(page)
    page.route("**/reactions/**", lambda route: route.abort())
    button = page.locator(f".reacts > [data-reaction='{places['post']}:thanks']")
    before = button.get_attribute("aria-pressed")
    button.click()
    expect(page.locator("#toasts .toast--error")).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", before)


def test_a_reaction_that_nobody_gave_yet_is_picked_and_stands_in_the_bar(enter, places):
    page = enter("mona").go(f"/posts/{places['post']}/")
    still(page)
    bar, given = page.locator(f"#reactions-{places['post']}"), f"[data-reaction='{places['post']}:cheer']"
    expect(bar.locator(f"> {given}")).to_have_count(0)
    page.route("**/reactions/**", lambda route: route.abort())
    pick_reaction(bar, given)
    expect(page.locator("#toasts .toast--error")).to_be_visible()
    expect(bar.locator(f"> {given}")).to_have_count(0)  # not saved: it goes again
    page.unroute("**/reactions/**")
    with page.expect_response("**/reactions/**"):  # it is pressed before it is saved, and the reload below asks for it
        pick_reaction(bar, given)
    expect(bar.locator(f"> {given}")).to_have_attribute("aria-pressed", "true")
    expect(bar.locator(f"> {given} [data-n]")).to_have_text("1")
    page.reload()
    expect(bar.locator(f"> {given}")).to_have_attribute("aria-pressed", "true")
    expect(bar.locator(f"> {given} [data-n]")).to_have_text("1")


def test_a_post_that_could_not_be_sent_stays_and_is_sent_by_the_next_press(ann):
    page, words = ann.page, f"Uten nett {time.time_ns()}"
    page.get_by_label(WORDS).fill(words)
    page.route("**/posts/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator(PUBLISH).click()
    expect(page.locator("#toasts .toast--error")).to_be_visible()
    expect(page.get_by_label(WORDS)).to_have_value(words)
    assert page.locator(PUBLISH).get_attribute("aria-busy") is None
    page.unroute("**/posts/new/")
    page.locator(PUBLISH).click()
    page.wait_for_url(POST)
    expect(page.locator("article", has_text=words)).to_be_visible()


def test_what_the_server_refuses_comes_back_with_its_sentence(ann):
    page = ann.page
    page.evaluate("document.querySelector('form.composer').noValidate = true")
    page.locator("textarea[name=title]").fill("Bare en tittel")
    page.locator(PUBLISH).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("textarea[name=title]")).to_have_value("Bare en tittel")
    empty_drafts(ann, CLOSED)


def test_pictures_are_shown_and_described_before_they_are_sent(ann):
    page = ann.page
    page.get_by_label(WORDS).fill(f"Med bilde {time.time_ns()}")
    page.locator("input[name=files]").set_input_files(
        [
            {"name": "mast.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 400))},
            {"name": "plan.txt", "mimeType": "text/plain", "buffer": "Først dette".encode()},
        ]
    )
    row = page.locator("[data-upload-row]", has=page.locator("img"))
    row.wait_for()
    page.locator("[data-upload-row]", has_text="plan.txt").wait_for()
    assert row.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    with page.expect_response("**/alt/"):
        row.locator("[data-alt]").fill("En rød og blå flate")
        row.locator("[data-alt]").press("Tab")
    page.locator(PUBLISH).click()
    page.wait_for_url(POST)
    expect(page.locator("article .picture img")).to_have_attribute("alt", "En rød og blå flate")
    expect(page.locator("article a.file", has_text="plan.txt")).to_be_visible()

    # afterwards one of them is removed, and another put in its place, in one change
    number = POST.search(page.url)[1]
    still(ann.go(f"/posts/{number}/edit/"))
    gone = page.locator(".file", has_text="plan.txt").get_by_label("Fjern")
    gone.focus()
    page.keyboard.press("Space")
    page.locator("input[name=files]").set_input_files(
        {"name": "ny-plan.txt", "mimeType": "text/plain", "buffer": b"Riktig"}
    )
    page.locator("[data-upload-row]", has_text="ny-plan.txt").wait_for()
    page.locator("form.composer button.btn--accent").click()
    page.wait_for_url(re.compile(rf"/posts/{number}/$"))
    expect(page.locator("article a.file")).to_have_text(re.compile("ny-plan.txt"))
    expect(page.locator("article .picture img")).to_have_count(1)


def test_a_file_that_is_far_too_large_is_refused_before_it_is_sent(ann, tmp_path):
    page, film = ann.page, tmp_path / "film.bin"
    with film.open("wb") as file:
        file.truncate(300_000_000)
    page.locator("input[name=files]").set_input_files(film)
    expect(page.locator("#toasts .toast--error")).to_contain_text("film.bin er for stor")
    expect(page.locator("[data-uploads] progress")).to_have_count(0)


def test_the_menu_of_a_card_that_came_by_itself_opens_in_place(ann, enter):
    ben, words = enter("ben"), f"Kom av seg selv {time.time_ns()}"
    page = ann.go("/")
    ann.live()
    empty_drafts(ben)
    ben.page.get_by_label(WORDS).fill(words)
    ben.page.locator(PUBLISH).click()
    ben.page.wait_for_url(POST)
    card = page.locator("#feed article", has_text=words)
    card.wait_for()
    card.locator("[data-menu-opener]").click()
    expect(card.locator("[id^=menu-]:popover-open")).to_be_visible()
    assert page.url == ann.address + "/"
