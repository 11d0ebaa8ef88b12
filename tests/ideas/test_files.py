"""Files and pictures of ideas: whoever sees the idea sees them, a draft's its authors, and nobody learns whose they are."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ideas import actions
from ideas.models import Campaign, Idea, IdeaRevision
from ideas.states import State
from network.conversations.files import Changes, discard_upload, set_alt, store_upload, sweep_orphans
from network.conversations.models import Attachment, Restriction
from network.core.access import Refused
from network.core.clock import now
from profiles.actions.erasing import erase_person
from tests.factories import PersonFactory, idea_of, moved, proposal
from tests.feed.attached import body_of, bytes_kept, urls_of
from tests.ideas.staged import NO
from tests.ideas.test_writing import form
from tests.pictures import CANARY, photo_with_everything, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_vault(settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path


def plan(owner, name="plan.txt", content=b"Slik"):
    return store_upload(owner=owner, upload=upload(content, name))


def drafted(author, *files, campaign=None):
    kept = Changes(files or [plan(author)])
    box = campaign or actions.open_box()
    return actions.keep_draft(by=author, campaign=box, words=proposal(), draft=None, key=None, files=kept)


def sent_in(author, *files, campaign=None):
    files = Changes(files or [plan(author)])
    box = campaign or actions.open_box()
    return actions.submit_idea(by=author, campaign=box, words=proposal(), draft=None, key=None, files=files)


def invite(lead, draft, person, *, yes=None):
    actions.ask_co_author(by=lead, idea=draft, person=person)
    if yes is not None:
        actions.answer_co_author(by=person, idea=draft, yes=yes)


def answers(client_of, url, *people):
    found = [client_of(person).get(url) for person in people]
    for answer in found:
        body_of(answer)
    return [answer.status_code for answer in found]


def sent(name="plan.txt", content=b"Slik"):
    return SimpleUploadedFile(name, content)


# Who gets the bytes


@pytest.mark.parametrize("place", ["everyone", "open", "closed", "secret"])
def test_files_are_seen_by_those_who_see_the_idea(place, places, ann, ben, cleo, gone, client_of):
    idea = sent_in(ann, plan(ann), store_upload(owner=ann, upload=upload(picture())), campaign=places[place])
    for file in idea.thread.attachments.all():
        for url in urls_of(file):
            outside = 200 if place in ("everyone", "open") else 404
            assert answers(client_of, url, ann, ben, cleo) == [200, 200, outside]
            assert Client().get(url).status_code == 302
            assert client_of(gone).get(url).status_code == 302


def test_a_hidden_idea_hides_its_files_from_everybody_its_authors_too(ann, ben, mo, client_of):
    idea = sent_in(ann)
    (file,) = idea.thread.attachments.all()
    hidden = Restriction.objects.create(subject_id=idea.thread_id, reason="Omtalte en kollega")
    assert answers(client_of, urls_of(file)[0], ann, ben, mo) == [404] * 3
    hidden.delete()
    assert answers(client_of, urls_of(file)[0], ann, ben, mo) == [200] * 3


def test_files_of_a_draft_are_seen_by_whoever_sees_the_draft_and_changed_by_its_authors(
    ann, ben, cleo, odd, mona, ada, client_of
):
    draft = drafted(ann, store_upload(owner=ann, upload=upload(picture(size=(32, 32)))))
    (file,) = draft.place.files()
    url, alt, discard = urls_of(file)[1], *(f"/files/{file.pk}/{act}/" for act in ("alt", "discard"))
    assert answers(client_of, url, ann, ben, cleo, mona, ada) == [200, 404, 404, 404, 404]
    invite(ann, draft, ben)  # reads its words already, to say yes or no
    assert answers(client_of, url, ben) == [200]
    assert [client_of(ben).post(act).status_code for act in (alt, discard)] == [403, 403]
    invite(ann, draft, odd, yes=True)
    said = client_of(odd).post(alt, {f"alt-{file.pk}": "Et rødt skilt"})
    assert (said.status_code, Attachment.objects.get().alt) == (204, "Et rødt skilt")
    actions.answer_co_author(by=ben, idea=draft, yes=False)
    assert answers(client_of, url, ben) == [404]
    assert client_of(odd).post(discard).status_code == 204
    assert not Attachment.objects.exists()


def test_a_co_author_who_leaves_the_draft_leaves_also_what_they_put_there(ann, ben, client_of):
    draft = drafted(ann)
    invite(ann, draft, ben, yes=True)
    bens = plan(ben, "bens.txt")
    actions.keep_draft(by=ben, campaign=draft.campaign, words=proposal(), draft=draft, key=None, files=Changes([bens]))
    actions.leave_idea(by=ben, idea=draft)
    assert answers(client_of, urls_of(bens)[0], ann, ben) == [200, 404]
    bens.refresh_from_db()
    for act in (lambda: discard_upload(by=ben, attachment=bens), lambda: set_alt(by=ben, attachment=bens, alt="x")):
        with pytest.raises(Refused):
            act()


def test_nobody_attaches_the_upload_of_another_or_of_another_draft(ann, cleo):
    theirs, (taken,) = plan(cleo), drafted(ann).place.files()
    idea = sent_in(ann, theirs, taken)
    assert not idea.place.files().exists()
    assert Attachment.objects.get(pk=taken.pk).draft


# The form


def test_a_file_sent_with_the_form_goes_with_the_idea_and_is_shown_on_its_page(ann, ben, client_of):
    answer = client_of(ann).post("/ideas/new/", form(files=[sent(), sent("skisse.png", picture("PNG"))]))
    page = client_of(ben).get(answer["Location"]).text
    assert re.findall(r'<a class="file" href="/files/\d+/(plan.txt)" download', page)
    assert 'alt="Picture without a description"' in page or 'alt="Bilde uten beskrivelse"' in page


def test_files_stay_with_the_draft_on_another_machine_and_are_sent_along(ann, ben, client_of):
    whole = form(do="draft", files=[sent("skisse.png", picture("PNG"))])
    saved = client_of(ann).post("/ideas/new/", whole)
    draft = Idea.objects.get()
    invite(ann, draft, ben, yes=True)
    page = client_of(ben).get(saved["Location"]).text  # a co-author, elsewhere
    (file,) = draft.place.files()
    assert f'name="remove" value="{file.pk}"' in page
    assert f'name="alt-{file.pk}"' in page
    here = form(draft=draft.pk, **{f"alt-{file.pk}": "Et skilt"})
    client_of(ann).post("/ideas/new/", here)
    file.refresh_from_db()
    assert (file.thread, file.draft, file.alt) == (Idea.objects.get().thread, "", "Et skilt")


def test_what_script_sent_before_is_kept_every_few_seconds_and_removed_only_when_one_saves(ann, client_of):
    file, key = plan(ann), str(uuid4())
    autosaved = form(key=key, attachments=[file.pk], remove=[file.pk])
    for _round in range(2):
        assert client_of(ann).post("/ideas/draft/", autosaved, headers=HTMX).status_code == 204
    draft = Idea.objects.get()
    assert list(draft.place.files()) == [file]
    client_of(ann).post("/ideas/new/", form(key=key, do="draft", remove=[file.pk]))
    assert not draft.place.files().exists()


def test_a_draft_may_begin_with_a_file_and_no_word(ann, client_of):
    empty = form(title="", problem="", proposal="", benefit="", do="draft", files=[sent()])
    assert client_of(ann).post("/ideas/new/", empty).status_code == 303
    assert Idea.objects.get().place.files().get().name == "plan.txt"


@pytest.mark.parametrize("do", ["send", "draft"])
def test_a_refused_file_loses_neither_words_nor_the_files_that_were_good(do, ann, client_of, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    files = [sent(), sent("film.bin", b"x" * (1024 * 1024 + 1)), sent("ond.png", b"<script>")]
    page = client_of(ann).post(
        "/ideas/new/", form(do=do, title="Lån en bil i helgen", files=files), HTTP_ACCEPT_LANGUAGE="nb"
    )
    assert page.status_code == 422
    assert 'value="Lån en bil i helgen"' in page.text
    assert re.findall(r'role="alert" data-upload-refused>.*?<b>(.*?)</b>', page.text) == ["film.bin", "ond.png"]
    assert "1 MB" in page.text
    good = Attachment.objects.get()
    field = "remove" if do == "draft" else "attachments"
    assert f'name="{field}" value="{good.pk}"' in page.text
    assert not Idea.objects.exclude(state="draft").exists()


def test_a_faulty_form_keeps_what_was_uploaded_described_and_marked(ann, client_of):
    draft = drafted(ann, store_upload(owner=ann, upload=upload(picture(size=(32, 32)))))
    (old,) = draft.place.files()
    faulty = form(draft=draft.pk, title="Kort", remove=[old.pk], files=[sent()], **{f"alt-{old.pk}": "En mast"})
    page = client_of(ann).post("/ideas/new/", faulty).text
    assert re.search(rf'name="remove" value="{old.pk}"[^>]* checked', page)
    assert 'value="En mast"' in page
    assert f'name="attachments" value="{Attachment.objects.get(name="plan.txt").pk}"' in page
    assert Attachment.objects.get(pk=old.pk).alt == ""


def test_the_page_that_asks_about_a_similar_idea_keeps_the_files(ann, cleo, client_of):
    idea_of(cleo)
    asked = form(files=[sent()])
    del asked["asked"]
    page = client_of(ann).post("/ideas/new/", asked)
    assert page.status_code == 200
    assert f'name="attachments" value="{Attachment.objects.get().pk}"' in page.text


# Changing what is sent in


def test_on_edit_files_come_and_go_and_what_was_removed_is_served_to_nobody(
    ann, ben, client_of, django_capture_on_commit_callbacks
):
    idea = sent_in(ann)
    (old,) = idea.place.files()
    words = {"title": "Lån en bil fra nabodepotet", "problem": "Bilen står på verksted.", "proposal": "Lån av naboen.",
             "benefit": "Færre leiebiler.", "origin": "employee"}  # fmt: skip
    assert f'name="remove" value="{old.pk}"' in client_of(ann).get(f"/ideas/{idea.pk}/edit/").text
    with django_capture_on_commit_callbacks(execute=True):
        changed = words | {"remove": [old.pk], "files": [sent("ny-plan.txt")]}
        assert client_of(ann).post(f"/ideas/{idea.pk}/edit/", changed).status_code == 303
    assert answers(client_of, urls_of(old)[0], ann, ben) == [404, 404]
    assert [path.parent.name for path in bytes_kept()] == [f"{idea.place.files().get().pk:016x}"]
    assert "plan.txt" in client_of(ben).get(f"/ideas/{idea.pk}/before/").text
    assert IdeaRevision.objects.get().removed == ["plan.txt"]


def test_only_authors_change_files_and_only_of_that_idea_and_until_it_is_decided(ann, ben, siv, odd, client_of):
    idea, other = sent_in(ann), sent_in(ann)
    (file,) = idea.place.files()
    for person in (ben, siv):
        with pytest.raises(Refused):
            actions.edit_idea(by=person, idea=idea, words=proposal(), files=Changes(removed=[file.pk]))
    actions.edit_idea(by=ann, idea=other, words=proposal(), files=Changes(removed=[file.pk], alts={file.pk: "x"}))
    idea = moved(idea, siv, State.OPEN, person=odd)
    idea = moved(idea, odd, State.IN_REVIEW, State.DECLINED, **NO)
    with pytest.raises(Refused):
        actions.edit_idea(by=ann, idea=idea, words=proposal(), files=Changes([plan(ann)], removed=[file.pk]))
    for act in ("alt", "discard"):
        assert client_of(ann).post(f"/files/{file.pk}/{act}/").status_code == 403
    assert list(idea.place.files()) == [file]
    assert not IdeaRevision.objects.exists()


# What is swept, and what goes with whom


def test_the_sweep_takes_what_hangs_nowhere_and_never_what_a_draft_keeps(ann):
    draft, idea, lost = drafted(ann), sent_in(ann), plan(ann)
    Attachment.objects.update(created_at=now() - timedelta(days=30))
    assert sweep_orphans() == 1
    assert not Attachment.objects.filter(pk=lost.pk).exists()
    assert draft.place.files().count() == idea.place.files().count() == 1


def test_a_draft_that_is_thrown_away_takes_its_files_along(ann, django_capture_on_commit_callbacks):
    draft = drafted(ann)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(by=ann, idea=draft)
    assert (Attachment.objects.count(), bytes_kept()) == (0, [])


def test_who_is_erased_leaves_what_was_sent_in_and_shared_and_takes_what_only_they_were_writing(
    ann, ben, cleo, ada, client_of
):
    idea, own, shared = sent_in(ann), drafted(ann), drafted(ann)
    invite(ann, shared, cleo, yes=True)
    invite(ann, own, cleo)  # asked, and has not said yes
    (file,), (together,) = idea.place.files(), shared.place.files()
    erase_person(by=ada, person=ann)
    assert answers(client_of, urls_of(file)[0], ben) == [200]
    assert answers(client_of, urls_of(together)[0], cleo) == [200]
    assert set(Idea.objects.values_list("pk", flat=True)) == {idea.pk, shared.pk}
    assert set(Attachment.objects.all()) == {file, together}


# Whose they are


def test_nothing_about_a_file_tells_who_sent_it_while_the_authors_are_hidden(mona, ben, cleo, client_of):
    author = PersonFactory(handle="kanarine", name="Kanarine Fuglesang")
    blind = Campaign.objects.create(slug="blind", title="Hvem som helst", owner=mona, identity="blind")
    photo = store_upload(owner=author, upload=upload(photo_with_everything(), "mast.jpg"))
    idea = sent_in(author, photo, plan(author), campaign=blind)
    told = [f"{author.pk}", "kanarine", "Kanarine", "Fuglesang"]
    for reader in (ben, cleo, mona):
        page = client_of(reader).get(f"/ideas/{idea.pk}/")
        seen = [str(page.headers), page.text[page.text.index("<main") : page.text.index("</main>")]]
        for file in idea.place.files():
            for url in urls_of(file):
                answer = client_of(reader).get(url)
                seen += [url, str(answer.headers)]
                assert CANARY not in body_of(answer)
        assert [word for word in told[1:] for text in seen if word in text] == []


@pytest.mark.parametrize(("identity", "warned"), [("named", False), ("optional", True), ("blind", True)])
def test_the_form_says_that_nobody_looks_inside_documents_where_authors_are_hidden(
    identity, warned, mona, ann, client_of
):
    campaign = Campaign.objects.create(slug="k", title="Kampanje", owner=mona, identity=identity)
    for url in ("/ideas/new/?campaign=k", "/ideas/questions/?campaign=k"):
        assert ('id="unseen"' in client_of(ann).get(url).text) is warned, url
    idea = sent_in(ann, campaign=campaign)
    assert ('id="unseen"' in client_of(ann).get(f"/ideas/{idea.pk}/edit/").text) is (identity == "blind")


def test_files_are_addressed_by_numbers_that_name_no_idea_and_no_person(ann):
    (file,) = sent_in(ann).place.files()
    assert urls_of(file) == [reverse("conversations:attachment", args=[file.pk, "plan.txt"])]
