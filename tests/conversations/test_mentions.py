"""A mention follows its person: to another handle, and out of every text when they are erased."""

from collections.abc import Callable

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from network.conversations.actions import edit_comment
from network.conversations.models import Comment, Mention, Revision
from network.conversations.tasks import forget_mentions_of
from network.feed.actions import Words, edit_post, keep_draft
from network.feed.models import Draft, Post
from network.feed.tasks import forget_mentions_in_posts
from network.groups.models import Group
from network.live.models import Entry
from network.notifications.models import Notification
from network.notifications.queries import inbox_page
from profiles import actions
from profiles.actions.erasing import erase_person
from profiles.models import FormerHandle, Person
from tests.factories import comment_of, post_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
As = Callable[[Person], Client]
LINK = '<a class="mention" href="/people/{handle}/" rel="noopener noreferrer">@Ann Askeland</a>'


def mentioned(post: Post, comment: Comment | None = None) -> set[str]:
    rows = Mention.objects.filter(thread=post.pk, comment=comment)
    return set(rows.values_list("person__handle", flat=True))


@pytest.fixture
def jobs() -> Callable:
    """What waits for a task of this name."""

    def waiting(name: str) -> list[dict]:
        rows = ProcrastinateJob.objects.filter(task_name__endswith=name).order_by("id")
        return list(rows.values_list("args", flat=True))

    return waiting


class TestAnotherHandle:
    @pytest.fixture(autouse=True)
    def _renamed(self, ann: Person, ben: Person, ada: Person, open_group: Group) -> None:
        self.post = post_of(ben, open_group, "Takk, @ann")
        self.comment = comment_of(ben, self.post, "Ja, @Ann")
        actions.rename_handle(by=ada, person=ann, handle="anna")
        Notification.objects.all().delete()

    def test_a_text_that_is_edited_again_still_links_and_tells_nobody_anew(self, ann: Person, ben: Person) -> None:
        edit_post(by=ben, post=self.post, words=Words(text="Tusen takk, @ann"))
        edit_comment(by=ben, comment=self.comment, text="Ja da, @Ann")
        self.post.refresh_from_db()
        self.comment.refresh_from_db()
        assert LINK.format(handle="ann") in self.post.html
        assert LINK.format(handle="ann") in self.comment.html
        assert mentioned(self.post) == mentioned(self.post, self.comment) == {"anna"}
        assert not Notification.objects.exists()

    def test_the_link_leads_to_the_person(self, cleo: Person, client_of: As) -> None:
        client = client_of(cleo)
        assert client.get("/people/ann/")["Location"] == "/people/anna/"
        assert "Ann Askeland" in client.get("/people/ann/card/").content.decode()

    def test_a_new_text_with_the_old_handle_or_with_both_tells_the_person_once(
        self, ann: Person, ben: Person, open_group: Group
    ) -> None:
        old, both = post_of(ben, open_group, "Hei @ann"), post_of(ben, open_group, "Hei @ann og @anna")
        assert mentioned(old) == mentioned(both) == {"anna"}
        assert list(Notification.objects.values_list("recipient__handle", "subject")) == [
            ("anna", f"thread:{old.pk}"),
            ("anna", f"thread:{both.pk}"),
        ]

    def test_the_writer_hears_who_is_told_and_who_cannot_read_it(
        self, mona: Person, ada: Person, cleo: Person, secret_group: Group, client_of: As
    ) -> None:
        Person.objects.filter(pk=mona.pk).update(language="en")
        actions.rename_handle(by=ada, person=cleo, handle="cleopatra")
        where = {"place": secret_group.slug, "text": "Hei @cleo", "kind": "update"}
        page = client_of(mona).post("/posts/audience/", where).content.decode()
        assert "No one is notified" in page
        assert cleo.name in page

    def test_who_has_the_handle_comes_before_who_had_it(self, ben: Person, cleo: Person, open_group: Group) -> None:
        FormerHandle.objects.create(handle="ben", person=cleo)
        assert mentioned(post_of(ben, open_group, "Hei @ben")) == {"ben"}


class TestErased:
    @pytest.fixture(autouse=True)
    def _erased(self, ann: Person, ben: Person, ada: Person, open_group: Group) -> None:
        """Ben's post, an English one, a comment of each, what they said before, and a draft; then ann is erased."""
        actions.rename_handle(by=ada, person=ann, handle="ann.askeland")
        self.post = post_of(ben, open_group, "Takk til @Ann for hjelpen, og til @annette", title="Til @ann")
        self.english = post_of(ben, open_group, "Thanks to @ann.askeland and @ben, who are always there for us")
        self.comment = comment_of(ben, self.post, "Ja, @ann.askeland: se `@ann` og post@ann.example")
        edit_post(by=ben, post=self.post, words=Words(text=f"{self.post.text}!", title=self.post.title))
        edit_comment(by=ben, comment=self.comment, text=f"{self.comment.text}!")
        keep_draft(by=ben, group=None, words=Words(text="Hei @ann", title="@ann"))
        self.edited_at = Comment.objects.get(pk=self.comment.pk).edited_at
        self.entry = Entry.objects.latest("pk")
        erase_person(by=ada, person=ann)
        handles = list(FormerHandle.objects.filter(person=None).values_list("pk", flat=True))
        for _time in range(2):  # a task may run twice
            forget_mentions_of(ann.pk, handles)
            forget_mentions_in_posts(handles)

    def test_texts_and_what_they_said_before_call_them_a_former_colleague(self) -> None:
        for row in (self.post, self.english, self.comment):
            row.refresh_from_db()
        assert self.post.title == "Til Tidligere kollega"
        assert self.post.text == "Takk til Tidligere kollega for hjelpen, og til @annette!"
        assert self.post.html == "<p>Takk til Tidligere kollega for hjelpen, og til @annette!</p>\n"
        assert self.english.text == "Thanks to Former colleague and @ben, who are always there for us"
        assert 'href="/people/ben/"' in self.english.html
        assert self.comment.text == "Ja, Tidligere kollega: se `Tidligere kollega` og post@ann.example!"
        assert "askeland" not in self.comment.html.lower()
        assert Draft.objects.get().text == "Hei Tidligere kollega"
        said = "".join(f"{row.title} {row.text}" for row in Revision.objects.all())
        assert "@ann " not in said.lower()
        assert "askeland" not in said.lower()
        assert mentioned(self.english) == {"ben"}

    def test_pages_search_cards_and_letters_say_no_more(self, ben: Person, mona: Person, client_of: As) -> None:
        client = client_of(mona)
        comment_of(mona, self.post, "Enig")
        pages = [
            "/", "/people/ben/posts/", f"/posts/{self.post.pk}/", f"/posts/{self.english.pk}/",
            f"/posts/{self.post.pk}/history/", "/search/?q=hjelpen", "/search/?q=always", "/search/?q=askeland",
        ]  # fmt: skip
        said = [client.get(page, follow=True) for page in pages]
        assert {answer.status_code for answer in said} == {200}
        texts = [answer.content.decode() for answer in said] + [letter.text for letter in inbox_page(ben).letters]
        assert "“Til Tidligere kollega”" in texts[-1]
        assert "Tidligere kollega for hjelpen" in texts[2]
        for text in texts:
            assert "@ann" not in text.lower().replace("@annette", "").replace("post@ann.example", "")
            assert "ann askeland" not in text.lower()

    def test_open_pages_are_told_and_cards_are_rendered_afresh(self) -> None:
        told = Entry.objects.filter(pk__gt=self.entry.pk, verb="replace").values_list("fragment", "subject_id")
        assert {("post", self.post.pk), ("whole-post", self.english.pk), ("comment", self.comment.pk)} <= set(told)
        assert Comment.objects.get(pk=self.comment.pk).edited_at == self.edited_at  # nobody edited it

    def test_the_handle_is_only_text_from_now_on(self, ben: Person, open_group: Group) -> None:
        new = post_of(ben, open_group, "Hei @ann")
        assert (mentioned(new), new.html) == (set(), "<p>Hei @ann</p>\n")


def test_erasing_has_the_work_done_by_tasks_of_its_own_transaction(ann: Person, ada: Person, jobs: Callable) -> None:
    erase_person(by=ada, person=ann)
    handles = list(FormerHandle.objects.values_list("pk", flat=True))
    assert jobs("forget_mentions_of") == [{"person_id": ann.pk, "handle_ids": handles}]
    assert jobs("forget_mentions_in_posts") == [{"handle_ids": handles}]
