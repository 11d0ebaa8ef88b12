"""The banner and the gate: when, where never, at what cost, and honoured at once in another process (A11, A12)."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.feed.models import Post
from network.policy.models import Acknowledgement
from tests.architecture.test_every_address import URLS
from tests.policy.adopted import document_of
from tests.policy.known import asked_version, known, long_here, said_of

pytestmark = pytest.mark.django_db
GATE = "/policy/asked/?next="
BANNER = 'class="note rules-asked'
# Written out, so that a wider rule than this one is seen: besides what lies under these, only these stay open.
OPEN_UNDER = ("/policy/", "/channels/", "/settings/", "/account/", "/scim/", "/live/",
              "/report/", "/reports/", "/appeals/", "/moderation/")  # fmt: skip
OPEN_BESIDE = {
    "livez", "readyz", "profiles:accept_invitation", "profiles:set_up", "profiles:demo_sign_in", "profiles:photo",
    "conversations:picture", "conversations:attachment", "notifications:notification", "notifications:unsubscribe",
    "ideas:certificate",
}  # fmt: skip
MUST_BE_OPEN = (
    "account_logout", "account_email", "account_change_password", "mfa_index", "usersessions_list", "livez", "readyz",
    "live:catch_up", "profiles:settings", "profiles:edit", "policy:my_acknowledgements",
    "policy:my_acknowledgements_file", "policy:acknowledge", "policy:asked", "conversations:attachment",
    "conversations:picture", "profiles:photo", "moderation:report", "moderation:reports", "moderation:about_me",
    "moderation:statement", "moderation:hearing",
)  # fmt: skip


@pytest.fixture
def late(ann, client_of):
    """Ann's browser; her last day was yesterday."""
    long_here(ann)
    asked_version(due_in=-1)
    return client_of(ann)


def is_held(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(GATE)


# A11.


def test_a11_first_there_is_a_banner_that_can_be_put_away_for_the_session(ann, client_of):
    long_here(ann)
    asked_version(due_in=0)  # the last day itself
    client = client_of(ann)
    page = client.get("/people/")
    assert page.status_code == 200
    assert BANNER in page.content.decode()
    assert client.post("/policy/asked/later/", headers={"Referer": "http://testserver/people/"}).status_code == 303
    assert BANNER not in client.get("/people/").content.decode()
    assert BANNER in client_of(ann).get("/people/").content.decode()  # signed in anew


def test_a11_after_the_last_day_a_page_leads_to_the_rules_and_back_to_where_one_was_going(late):
    held = late.get("/people/?q=ben")
    assert is_held(held)
    gate = late.get(held["Location"])
    assert gate.status_code == 200
    way = "/policy/house-rules/acknowledge/?next=%2Fpeople%2F%3Fq%3Dben"
    assert way in gate.content.decode()
    assert 'name="next" value="/people/?q=ben"' in late.get(way).content.decode()
    version = document_of().versions.get()
    assert (
        late.post("/policy/house-rules/acknowledge/", said_of(version, next="/people/?q=ben"))["Location"]
        == "/people/?q=ben"
    )
    assert late.get("/people/?q=ben").status_code == 200
    assert late.get(held["Location"])["Location"] == "/people/?q=ben"  # the old address of the gate leads on too


@pytest.mark.parametrize("form", ["question", "objection"])
def test_a_question_or_an_objection_locks_nobody_out(late, form):
    late.post("/policy/house-rules/acknowledge/", said_of(document_of().versions.get(), form=form, text="Nei."))
    assert late.get("/people/").status_code == 200


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_is_never_to_another_host(late, ann, way):
    assert way not in late.get("/policy/asked/", {"next": way}).content.decode()
    known(ann, document_of().versions.get())
    assert late.get("/policy/asked/", {"next": way})["Location"] == "/"


@pytest.mark.wide
def test_a11_every_address_is_either_held_or_named_as_open(late):
    asked = {name: url for name, url in URLS.items() if name != "account_logout"}  # which would sign her out
    held = {name for name, url in asked.items() if is_held(late.get(url))}
    opened = {name for name, url in asked.items() if url.startswith(OPEN_UNDER) or name in OPEN_BESIDE}
    assert held == set(asked) - opened
    assert not held & set(MUST_BE_OPEN)


@pytest.mark.parametrize("path", ["/whistleblowing/", "/help/", "/privacy/export/"])
def test_a11_what_has_no_page_yet_is_open_already(path):
    from network.policy.middleware import is_always_open

    assert is_always_open("any:name", path)


def test_signing_out_works_without_having_acknowledged(late):
    late.post("/account/logout/")
    assert "_auth_user_id" not in late.session


def test_somebody_in_the_middle_of_writing_loses_nothing(late, ann):
    written = late.post("/posts/new/", {"text": "Midt i en setning", "kind": "update", "publish": "publish"})
    assert not is_held(written)
    assert Post.objects.filter(text="Midt i en setning").count() == 1


@pytest.mark.parametrize(
    "headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}, {"Sec-Fetch-Dest": "image"}], ids=str
)
def test_what_a_page_fetches_for_itself_is_not_held(late, headers):
    assert not is_held(late.get("/people/", headers=headers))
    assert is_held(late.get("/people/", headers={"Sec-Fetch-Dest": "document"}))


def test_whoever_is_signed_out_is_sent_to_sign_in_and_not_to_the_rules(late):
    assert Client().get("/people/")["Location"].startswith("/account/login/")


def test_whoever_still_owes_a_second_step_is_sent_there_first(late):
    session = late.session
    session["unfinished"] = True
    session.save()
    assert late.get("/people/")["Location"] == "/settings/second-step/"


def test_time_travel_banner_then_gate_then_nothing(ann, client_of, monkeypatch):
    """The same person on four days, without anything else happening."""
    long_here(ann)
    version = asked_version(due_in=5)
    client, start = client_of(ann), timezone.now()
    seen = []
    for days in (0, 5, 6, 12):
        monkeypatch.setattr(timezone, "now", lambda days=days: start + timedelta(days=days))
        answer = client.get("/people/")
        seen.append("held" if is_held(answer) else "banner" if BANNER in answer.content.decode() else "free")
    assert seen == ["banner", "banner", "held", "held"]
    known(ann, version)
    assert client.get("/people/").status_code == 200


def test_somebody_who_is_back_from_leave_reads_first_in_peace(late, ann):
    ann.away_until = timezone.localdate() - timedelta(days=1)
    ann.save()
    assert late.get("/people/").status_code == 200


# A12: cost, and other processes.


def queries_about_rules(client, url="/people/", **headers) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(url, headers=headers)
    return [q["sql"] for q in asked if "policy_" in q["sql"]]


def test_a12_the_gate_costs_one_query_and_none_for_who_is_done(ann, client_of):
    long_here(ann)
    version = asked_version()
    asked_version(document=document_of("social-media"))
    client = client_of(ann)
    assert len(queries_about_rules(client)) == 1  # banner and gate together
    for each in (version, document_of("social-media").versions.get()):
        known(ann, each)
    assert len(queries_about_rules(client)) == 1
    assert queries_about_rules(client) == []
    assert queries_about_rules(client) == []


def test_a12_a_fragment_and_a_form_cost_nothing(late):
    assert queries_about_rules(late, **{"HX-Request": "true"}) == []
    with CaptureQueriesContext(connection) as asked:
        late.post("/notifications/read/")
    assert [q for q in asked if "policy_" in q["sql"]] == []


def test_a12_that_somebody_owes_something_is_never_remembered(late, ann):
    """As another process would: the row is simply there, and no cache of this one was told."""
    assert is_held(late.get("/people/"))
    assert is_held(late.get("/people/"))
    known(ann, document_of().versions.get())
    assert late.get("/people/").status_code == 200


ACKNOWLEDGE = """
from django.conf import settings
settings.DATABASES["default"]["NAME"] = "{name}"
import django; django.setup()
from django.test import Client
from network.policy.models import VersionText
client = Client()
client.cookies[settings.SESSION_COOKIE_NAME] = "{session}"
assert client.get("/people/").status_code == 302, "held here too"
text = VersionText.objects.get(language="nb")
form = dict(version=1, language="nb", hash=text.content_hash, form="acknowledged")
assert client.post("/policy/house-rules/acknowledge/", form).status_code == 303
assert client.get("/people/").status_code == 200
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a12_acknowledged_in_one_process_it_counts_at_once_in_another(late):
    assert is_held(late.get("/people/"))
    session = late.cookies[settings.SESSION_COOKIE_NAME].value
    code = ACKNOWLEDGE.format(session=session, name=connection.settings_dict["NAME"])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert late.get("/people/").status_code == 200
    assert Acknowledgement.objects.count() == 1


def test_a12_a_new_version_reaches_who_was_done_within_a_minute(ann, client_of):
    long_here(ann)
    known(ann, asked_version())
    client = client_of(ann)
    assert BANNER not in client.get("/people/").content.decode()
    asked_version()
    caches["known"].clear()  # what a minute does
    assert BANNER in client.get("/people/").content.decode()
    assert settings.CACHES["known"]["TIMEOUT"] <= 60


def test_the_banner_is_not_on_the_pages_of_the_rules_themselves(ann, client_of):
    asked_version()
    assert BANNER not in client_of(ann).get(reverse("policy:acknowledge", args=["house-rules"])).content.decode()


def test_the_page_of_the_gate_leads_on_whoever_still_has_time(ann, client_of):
    long_here(ann)
    asked_version(due_in=3)
    assert client_of(ann).get("/policy/asked/", {"next": "/people/"})["Location"] == "/people/"
