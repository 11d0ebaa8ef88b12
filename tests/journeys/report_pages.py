"""Every page and state of reporting: the form, the receipt, one's own reports, and what cannot be reported."""

from playwright.sync_api import Page

from tests.journeys.pages import View, fill_and_press, press, still


def send_report(page: Page) -> None:
    """A report with everything that can be said, as far as its receipt."""
    page.locator("input[name=reason][value=misplaced]").check()
    page.locator("input[name=is_about_me]").check()
    page.locator("textarea[name=text]").fill("http://glod.example\n\nx")  # the same in every language
    page.locator(".report button.btn--accent").click()
    page.wait_for_url("**/reports/?new=*")
    still(page)


REPORTING = [
    View("my reports, before the first", "/reports/"),
    View("report a post", "/report/post/{asked}/"),
    View("report, faulty", "/report/post/{asked}/", fill_and_press({}, ".report button.btn--accent")),
    View("report, one's own", "/report/post/{post}/"),
    View("report, nothing that there is", "/report/group/1/", status=404),
    View("report, the receipt", "/report/post/{asked}/", send_report),
    View("my reports", "/reports/"),
    View("a profile with its menu", "/people/ben/", press("[popovertarget=person-menu]")),
]
