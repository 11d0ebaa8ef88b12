"""An administrator brings people in from a file with errors, sees what happens before it happens, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import View
from tests.journeys.test_accessible import told, walk

HERE = "/administration/import/"
HEADINGS = "Ansattnr;Navn;E-post;Stilling;Avdeling;Leder;Skonummer"
SOUND = (
    "901;Åse Vinterdal;ase.vinterdal@nordvik.example;Fagleder;Vinterberedskap > Vest;;39",
    "902;Ola Vårstad;ola.varstad@nordvik.example;Montør;Vinterberedskap > Vest;901;44",
)
FAULTY = "903;=Kari;kari.sommer@nordvik.example;Montør;Vinterberedskap > Vest;901;40"


def file_of(*lines, name="ansatte.csv", codec="latin-1"):
    """As a payroll system writes it."""
    return {"name": name, "mimeType": "text/csv", "buffer": "\r\n".join((HEADINGS, *lines)).encode(codec)}


def send(page, content, source):
    """Chooses the file and has it read."""
    page.locator("#id_source").fill(source)
    page.locator("#id_file").set_input_files(content)
    page.locator("main form.form button.btn--accent").click()


@pytest.mark.parametrize(("lang", "script"), [("nb", True), ("en", False)])
def test_a_file_with_errors_is_looked_at_carried_out_and_taken_back(enter, lang, script):
    ada = enter("ada", lang=lang, java_script_enabled=script)
    page = ada.go(HERE)
    send(page, file_of(*SOUND, FAULTY), f"Lønn {lang}")
    expect(page.get_by_label("Skonummer", exact=True)).to_have_value("")
    expect(page.get_by_label("Stilling", exact=True)).to_have_value("title")
    page.locator("main form.form button.btn--accent").click()
    settled(page, ".lines", script=script)
    expect(page.locator(".line--new")).to_have_count(2)
    fault = page.locator(".line--error")
    expect(fault).to_contain_text("=Kari")
    expect(fault).to_contain_text("4")
    page.locator("main form.form button.btn--accent").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#id_without_errors").check()
    page.locator("main form.form button.btn--accent").click()
    settled(page, ".note--ok", script=script)
    here = page.url
    ada.go("/people/?q=Vinterdal")
    expect(page.locator("main")).to_contain_text("Åse Vinterdal")
    page.goto(here)
    page.locator("a[href$='/undo/']").click()
    page.locator("main form button.btn--danger").click()
    settled(page, ".note:not(.note--ok)", script=script)
    ada.go("/people/?q=Vinterdal")
    expect(page.locator("main")).not_to_contain_text("Åse Vinterdal")


def settled(page, selector, *, script=True):
    """The worker is done: the page shows it by itself, or without script when asked again."""
    for _try in range(60):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
        if not script:
            page.locator("main a.btn").first.click()  # "show how far it is now"
    raise AssertionError(page.locator("main").inner_text())


def test_a_file_that_is_no_list_is_refused_beside_its_field(enter):
    page = enter("ada", lang="nb").go(HERE)
    send(page, {"name": "bilde.csv", "mimeType": "text/csv", "buffer": b"Navn;E-post\nA\0;x"}, "Lønn")
    expect(page.locator("#id_file")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field__error:visible")).to_contain_text("Linje 2")


def test_an_account_is_closed_and_opened_with_the_keyboard(enter):
    page = enter("ada", lang="nb").go("/administration/people/?q=cleo")
    page.get_by_role("link", name=re.compile("^Cleo")).press("Enter")
    page.get_by_role("button", name=re.compile("^Steng kontoen")).press("Enter")
    expect(page.locator("main")).to_contain_text("Tidligere kollega")
    page.get_by_role("button", name=re.compile("^Åpne")).press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Steng kontoen"))).to_be_visible()


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_nobody_is_shut_out_of_these_pages(enter, lang):
    ada = enter("ada", lang=lang)
    page = ada.go(HERE)
    send(page, file_of(*SOUND, FAULTY), f"Visma {lang}")
    columns = page.url.removeprefix(ada.address)
    views = [View("columns", columns)]
    faults = walk(ada, views, lang)
    page.goto(ada.address + columns)
    page.locator("main form.form button.btn--accent").click()
    settled(page, ".lines")
    page.locator("#id_without_errors").check()
    faults += walk(ada, [View("preview", columns), View("errors", f"{columns}?kind=error")], lang)
    page.goto(ada.address + columns)
    page.locator("#id_without_errors").check()
    page.locator("main form.form button.btn--accent").click()
    settled(page, ".note--ok")
    views = [
        View("bring people in", HERE), View("carried out", columns), View("take back", f"{columns}undo/"),
        View("every day", f"{columns}every-day/"), View("accounts", "/administration/people/"),
        View("accounts, none", "/administration/people/?q=qqxxzz"), View("account", "/administration/people/ann/"),
        View("erase", "/administration/people/ann/erase/"),
    ]  # fmt: skip
    told(faults + walk(ada, views, lang))
    page.goto(f"{ada.address}{columns}undo/")
    page.locator("main form button.btn--danger").click()
    settled(page, ".note:not(.note--ok)")
