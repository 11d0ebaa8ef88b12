"""Every page and state that a person can see, as a list that several journeys walk through."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.second_step import APP, SEND, prove, turn_on_codes, type_password

if TYPE_CHECKING:
    from tests.journeys.conftest import Person

# What the places hold: made once per run through the product's own actions, so that no page is empty by chance.
FURNISH = """
import json
from django.core.files.uploadedfile import SimpleUploadedFile as Upload
from network.conversations.actions import edit_comment, publish_comment, set_reaction
from network.conversations.models import Comment
from network.feed.actions import Words, approve_sharing, ask_to_share, delete_post, edit_post, publish_post, set_saved
from network.core import vault
from network.conversations.files import Changes, store_upload
from network.conversations.models import Attachment
from network.feed.models import Asked, Post, Saved
from network.groups.actions import invite, request_to_join
from network.groups.models import Group, JoinRequest, Membership
from network.policy.models import ChannelRepresentative
from profiles.actions import declare_skill
from profiles.models import Person, PersonSkill
who = {p.handle: p for p in Person.objects.filter(handle__in=["ann", "ben", "cleo", "mona", "pia"])}
feltprat, closed = Group.objects.get(slug="feltprat"), Group.objects.get(slug="vinterberedskap")
text = "Vi prøvde **ny rutine** i dag, @ben. Slik gikk det:\\n\\n- først\\n- så dette\\n\\n> sitat\\n\\n`kode` #rutiner"
knows = declare_skill(person=who["ann"], name="Linjearbeid").skill
asked = publish_post(author=who["cleo"], group=None, words=Words(text="Hva koster en stolpe?", kind="question"))
Asked.objects.create(post=asked, person=who["ann"], skill=knows)
pictured = Attachment.objects.filter(kind="image", thread__post__in=Post.objects.visible_to(who["ann"])).order_by("-pk")[0]
drawn = Upload("mast.webp", vault.path_of(pictured.stored, "480.webp").read_bytes())
files = [
    store_upload(owner=who["ann"], upload=upload)
    for upload in (drawn, Upload("rutine.txt", b"Slik"), Upload("feil.txt", b"Ikke slik"))
]
filed = publish_post(author=who["ann"], group=feltprat, words=Words(text="Ny mast og rutine"), attachments=files)
edit_post(by=who["ann"], post=filed, words=Words(text="Ny mast og rutine"), files=Changes(removed=[files[2].pk]))
post = publish_post(author=who["ann"], group=feltprat, words=Words(text=text, title="Ny rutine", kind="question"))
edit_post(by=who["ann"], post=post, words=Words(text=text + "\\n\\nRettet.", title="Ny rutine", kind="question"))
comment = publish_comment(author=who["ben"], thread=post.thread, text="Godt å høre, @ann")
edit_comment(by=who["ben"], comment=comment, text="Godt å høre, @ann. Si fra.")
answer = publish_comment(author=who["ann"], thread=post.thread, text="Det skal jeg.", parent=comment)
set_reaction(by=who["ben"], thread=post.thread, emotion="smart", on=True)
set_saved(by=who["ann"], post=post, on=True)
endless = "Menneskerettighetsorganisasjonssekretariatsmedlemskap" * 3
long = publish_post(author=who["ben"], group=None, words=Words(text=f"{endless} #{endless[:40]}", title=endless[:90], kind="question"))
publish_post(author=who["mona"], group=None, words=Words(text=f"- {endless}\\n\\n`{endless}`\\n\\n```\\n{endless}\\n```", title="", kind="question"))
set_saved(by=who["ann"], post=long, on=True)
ask_to_share(by=who["ben"], post=long)
speaks = ChannelRepresentative.objects.current().filter(trained_on__isnull=False, channel__status="active")[0].person
approve_sharing(by=speaks, post=long, digest=long.digest())
gone = publish_post(author=who["ann"], group=feltprat, words=Words(text="Feil sted", title="", kind="update"))
publish_comment(author=who["ben"], thread=gone.thread, text="Ja")
delete_post(by=who["ann"], post=gone)
if not JoinRequest.objects.filter(group=closed, person=who["cleo"]).exists():
    request_to_join(by=who["cleo"], group=closed, message="Jeg følger budsjettet for vinteren.")
mine = Membership.objects.filter(group=closed).values("person")
guest = Person.objects.filter(is_active=True).exclude(pk__in=mine).exclude(handle="cleo").order_by("-pk")[0]
try:
    invite(by=who["mona"], group=closed, person=guest)
except Exception:
    pass
pia = who["pia"]  # as somebody who just came
for mine in (pia.notifications, pia.following, pia.topic_follows, Saved.objects.filter(person=pia)):
    mine.all().delete()
Person.objects.filter(pk=pia.pk).update(unread_count=0)
print(json.dumps({"post": post.pk, "comment": comment.pk, "gone": gone.pk, "long": long.pk, "pictured": pictured.thread_id, "asked": asked.pk, "filed": filed.pk}))
"""
WORDS = re.compile("^(Tekst|Text)$")


@dataclass(frozen=True)
class View:
    """An address, and what one does there to reach the state that is looked at."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    status: int = 200
    tags: frozenset[str] = field(default_factory=frozenset)


# Parts that come by themselves replace the link that leads to them.
STILL = """async () => {
  const coming = () => document.readyState !== "complete" || document.querySelector(".htmx-request, .htmx-swapping")
    || [...document.querySelectorAll("[hx-trigger=load]")]
      .some(e => e.firstElementChild?.getAttribute("href") === e.getAttribute("hx-get"));
  for (let n = 0; coming() && n < 200; n++) await new Promise(done => setTimeout(done, 25));
  return !coming();
}"""


def still(page: Page) -> None:
    """Waits until scripts run and every part that is loaded in place has come."""
    page.wait_for_selector("html[data-js]", state="attached")
    assert page.evaluate(STILL), page.url


def until(page: Page, condition: Callable[[], object]) -> None:
    """Waits until something that the browser did has been noted here."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(50)
    pytest.fail("It did not come.")


def press(selector: str, *, first: bool = True) -> Callable[[Page], None]:
    """Clicks, and waits until the page is still."""

    def act(page: Page) -> None:
        target = page.locator(selector)
        (target.first if first else target).click()
        still(page)

    return act


def fill_and_press(fields: dict[str, str], selector: str) -> Callable[[Page], None]:
    """Fills fields by selector and sends their form, past the browser's own checks, so that the server answers."""

    def act(page: Page) -> None:
        page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
        for field_selector, text in fields.items():
            page.locator(field_selector).first.fill(text)
        page.locator(selector).first.click()
        page.locator(".error-summary, .field__error:visible").first.wait_for()

    return act


def open_composer(page: Page) -> None:
    page.keyboard.press("c")
    page.locator("dialog#composer[open] textarea[name=text]").wait_for()


def open_finder(page: Page) -> None:
    page.keyboard.press("Control+k")
    field = page.locator("form[data-finder] #q")
    if field.is_visible():
        field.press_sequentially("osytein")
        page.locator(".finder [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
    else:
        page.wait_for_url("**/search/")


def open_mentions(page: Page) -> None:
    field = page.get_by_label(WORDS)
    field.fill("Hei ")
    field.press_sequentially("@be")
    page.locator(".mentions [role=option]").first.wait_for()


def near_spelling(page: Page) -> None:
    page.locator("#id_name").fill("Linjearbeit")
    page.locator("main form.form button").click()
    page.locator("#did-you-mean").wait_for()


def look_for(skill: str) -> Callable[[Page], None]:
    """Chooses in the composer what those who are to be asked should know."""

    def act(page: Page) -> None:
        page.locator(".composer__kinds label").nth(1).click()
        page.locator("#id_skill").fill(skill)
        page.locator("#id_skill").press("Enter")
        page.locator("#asking [role=status]").wait_for()
        still(page)

    return act


def open_menu(opener: str, popover: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.wait_for_selector("html[data-js]", state="attached")  # before that the link is a link
        page.locator(opener).first.click()
        page.locator(f"{popover}:popover-open").first.wait_for()

    return act


def pick_reaction(bar: Locator, reaction: str) -> None:
    """Picks one of the six behind the bar's button, once they have risen: a press on what still moves is tried again
    by scrolling the page, and a popover follows its button only a frame later."""
    bar.locator(".react--add").click()
    bar.locator(":popover-open").evaluate("pop => Promise.all(pop.getAnimations().map(each => each.finished))")
    bar.locator(f".react-pick {reaction}").click()


def empty_drafts(person: "Person", *groups: str) -> None:
    """Empties what earlier journeys left in the composer, as one would: by saving an empty draft."""
    for place in (*groups, ""):
        page = person.go(f"/posts/new/?group={place}")
        still(page)
        fields = (page.get_by_label(WORDS), page.locator("textarea[name=title]"), page.locator("#id_skill"))
        if any(field.input_value() for field in fields):
            page.locator("#id_skill").evaluate("field => (field.value = '')")  # out of sight unless it is a question
            page.get_by_label(WORDS).fill("")
            page.locator("textarea[name=title]").fill("")
            page.locator(".composer__foot button[value=draft]").click()
            page.wait_for_load_state()
    person.go("/posts/new/")
    still(person.page)


SIGNED_OUT = [
    View("certificate, checked by whoever holds it", "/awards/certificate/{award_code}/"),
    View("sign in", "/account/login/"),
    View(
        "sign in, wrong password",
        "/account/login/",
        fill_and_press({"#id_login": "ann@glod.example", "#id_password": "feil"}, "form.form button[type=submit]"),
    ),
    View(
        "sign in, nothing written",
        "/account/login/",
        fill_and_press({}, "form.form button[type=submit]"),
    ),
    View("new password", "/account/password/reset/"),
    View("new password, faulty", "/account/password/reset/", fill_and_press({}, "form.form button[type=submit]")),
    View("new password, sent", "/account/password/reset/done/"),
    View("new password, old link", "/account/password/reset/key/1-abc/"),
    View("sign up is closed", "/account/signup/"),
    View("inactive", "/account/inactive/"),
    View("nowhere, signed out", "/finnes-ikke/", status=404),
    View("unsubscribe, bad link", "/notifications/unsubscribe/feil/", status=404),
]

SIGNED_IN = [
    View("home", "/"),
    View("home, waiting", "/?lane=waiting"),
    View("composer", "/posts/new/"),
    View(
        "composer, faulty",
        "/posts/new/",
        fill_and_press({"textarea[name=text]": " "}, ".composer__foot button.btn--glow"),
    ),
    View("composer, whom to ask", "/posts/new/?kind=question&skill=linjearbeid"),
    View("composer, a skill that nobody has", "/posts/new/", look_for("Linjearbeit")),
    View("asked", "/posts/{asked}/", press(".asked-you summary")),
    View("hand on", "/posts/{asked}/hand-on/"),
    View("hand on, faulty", "/posts/{asked}/hand-on/", fill_and_press({"#id_to": "qqxxzz"}, "main button.btn--accent")),
    View("people you may not know", "/meet/"),
    View("contact card", "/people/ben/contact/"),
    View("days and introductions", "/settings/days/"),
    View(
        "days, faulty",
        "/settings/days/",
        lambda page: (page.locator("#id_day").select_option("17"), press("main form.form button")(page)),
    ),
    View("first steps", "/welcome/?all"),
    *(View(f"first step: {step}", f"/welcome/{step}/") for step in ("photo", "skills", "groups", "hello", "rules")),
    View("first step, nothing chosen", "/welcome/skills/", fill_and_press({}, "main form.form button.btn--accent")),
    View("all skills", "/skills/"),
    View("all skills, none", "/skills/?q=qqxxzz"),
    View("skill", "/skills/linjearbeid/"),
    View("posts about a skill", "/skills/linjearbeid/posts/"),
    View("groups where people know", "/skills/linjearbeid/groups/"),
    View("composer in a group", "/posts/new/?group=vinterberedskap"),
    View("composer, mention list", "/posts/new/", open_mentions),
    View("composer dialog", "/saved/", open_composer),
    View("menu of the person", "/saved/", open_menu("button[popovertarget=me-menu]", "#me-menu")),
    View("shortcuts", "/saved/", lambda page: (page.keyboard.press("?"), page.locator("#shortcuts[open]").wait_for())),
    View("post", "/posts/{post}/"),
    View(
        "post, more reactions",
        "/posts/{post}/",
        open_menu(".react--add", "[id^=react-]"),
    ),
    View("post, its menu", "/posts/{post}/", open_menu("[data-menu-opener]", "[id^=menu-]")),
    View(
        "post, faulty reply",
        "/posts/{post}/",
        lambda page: (
            page.evaluate("document.querySelector('#reply').noValidate = true"),
            page.locator("#reply button[type=submit]").click(),
            page.locator("#reply .field__error").wait_for(),
        ),
    ),
    View("post, reply to a reply", "/posts/{post}/?reply={comment}#reply"),
    View("post menu", "/posts/{post}/menu/"),
    View("post, edit", "/posts/{post}/edit/"),
    View("shared outside", "/posts/{long}/sharing/"),
    View("post, edit with files", "/posts/{filed}/edit/"),
    View("post, history", "/posts/{post}/history/"),
    View("post, history with a removed file", "/posts/{filed}/history/"),
    View("post, delete", "/posts/{post}/delete/"),
    View("deleted post", "/posts/{gone}/"),
    View("post, endless words", "/posts/{long}/"),
    View("comment menu", "/comments/{comment}/menu/"),
    View("comment history", "/comments/{comment}/history/"),
    View("saved", "/saved/"),
    View("topic", "/topics/rutiner/"),
    View("people", "/people/"),
    View("people, hits", "/people/?q=bjørn"),
    View("people, no hits", "/people/?q=qqxxzz"),
    View("people, narrowed", "/people/?q=a&place=Nordeidet&place=Nowhere&available=1", press("#more-skill summary")),
    View("finder", "/saved/", open_finder),
    View("chart", "/people/chart/"),
    View("chart from the top, somebody looked for", "/people/chart/?top=1&q=mona"),
    View("chart of a department", "/people/chart/?unit=1"),
    View("colleague", "/people/ben/"),
    View("myself", "/people/ann/"),
    View("posts of a colleague", "/people/ben/posts/"),
    View("groups in common", "/people/ben/groups/"),
    View("groups", "/groups/"),
    View("groups, none", "/groups/?q=qqxxzz"),
    View("new group", "/groups/new/"),
    View("new group, faulty", "/groups/new/", fill_and_press({}, "main form.form button.btn")),
    View("open group", "/groups/feltprat/"),
    View("open group, its menu", "/groups/feltprat/", open_menu("[popovertarget=group-menu]", "#group-menu")),
    View("closed group", "/groups/vinterberedskap/"),
    View("secret group", "/groups/ny-driftssentral/"),
    View("group of others, open", "/groups/kantina/"),
    View("group of others, closed", "/groups/lederforum/"),
    View("members", "/groups/vinterberedskap/members/"),
    View("members, none", "/groups/vinterberedskap/members/?q=qqxxzz"),
    View("requests", "/groups/vinterberedskap/requests/"),
    View("invite", "/groups/vinterberedskap/invite/?q=an"),
    View("edit group", "/groups/vinterberedskap/edit/"),
    View("archive group", "/groups/vinterberedskap/archive/"),
    View("leave group", "/groups/vinterberedskap/leave/"),
    View("step down", "/groups/vinterberedskap/step-down/"),
    View("remove member", "/groups/vinterberedskap/members/mona/remove/"),
    View("request to join", "/groups/lederforum/request/"),
    View("posts of a group", "/groups/feltprat/posts/"),
    View("pinned posts", "/groups/feltprat/pinned/"),
    View("notifications", "/notifications/"),
    View("preferences", "/settings/notifications/"),
    View("mail of the demo", "/demo/mail/"),
    View("settings", "/settings/"),
    View("profile", "/settings/profile/"),
    View(
        "profile, faulty",
        "/settings/profile/",
        fill_and_press({"#id_stand_in": "@ingen"}, "main form.form button.btn--accent"),
    ),
    View("photo", "/settings/photo/"),
    View("skills", "/settings/skills/"),
    View("skills, a near spelling", "/settings/skills/", near_spelling),
    View("e-mail", "/account/email/"),
    View("password", "/account/password/change/"),
    View(
        "password, faulty",
        "/account/password/change/",
        fill_and_press({"#id_oldpassword": "feil"}, "main form.form button.btn--accent"),
    ),
    View("sessions", "/account/sessions/"),
    View("two steps", "/account/2fa/"),
    View("codes from an app", "/account/2fa/totp/activate/"),
    View("passkeys", "/account/2fa/webauthn/"),
    View("new passkey", "/account/2fa/webauthn/add/"),
    View("is it you", "/account/reauthenticate/"),
    View("search, nothing asked", "/search/"),
    View("search, hits", "/search/?q=vinter"),
    View("search, no hits", "/search/?q=qqxxzz"),
    View("sign out", "/account/logout/"),
    View("nowhere", "/finnes-ikke/", status=404),
    View("refused", "/groups/kantina/edit/", status=403),
]

# Somebody who just came: nothing saved, nobody followed, no letters.
NEWCOMER = [
    View("home of a newcomer, following", "/?lane=following"),
    View("empty inbox", "/notifications/"),
    View("nothing saved", "/saved/"),
    View("no e-mails", "/demo/mail/"),
]

# Before anybody is there.
EMPTY = [
    View("set up", "/set-up/"),
    View("set up, nothing written", "/set-up/", fill_and_press({}, SEND)),
]

# Somebody who turns the second step on, and meets it at the next sign-in.
CAREFUL = [
    View("codes from an app, the picture", APP, prove),
    View("codes from an app, wrong code", APP, fill_and_press({"input[name=code]": "abc"}, SEND)),
    View("recovery codes", APP, lambda page: (turn_on_codes(page), still(page))),
    View("two steps, on", "/account/2fa/"),
    View("new recovery codes", "/account/2fa/recovery-codes/generate/"),
    View("no more codes", "/account/2fa/totp/deactivate/"),
]
SECOND_STEP = [
    View(
        "second step",
        "/account/login/",
        lambda page: (type_password(page, "mo@glod.example"), page.wait_for_url("**/authenticate/"), still(page)),
    ),
    View(
        "second step, wrong code",
        "/account/2fa/authenticate/",
        fill_and_press({"input[name=code]": "abc"}, SEND),
    ),
]
