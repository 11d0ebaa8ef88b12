"""Sharing outside: asked by the author, answered by who speaks for us, bound to what was read, never out of a group."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import localdate

from network.conversations.models import Attachment, Thread
from network.core.access import Refused
from network.feed.access import can_approve_sharing, can_ask_to_share
from network.feed.actions import (
    Words,
    approve_sharing,
    ask_to_share,
    decline_sharing,
    delete_post,
    edit_post,
    take_sharing_back,
)
from network.feed.events import SharingAnswered
from network.feed.models import Post, Sharing
from network.feed.queries import kit_of, may_open_sharing, sharing_of, sharings_waiting
from network.feed.queries.sharing import longest_on, plain_text, shortened
from network.notifications.models import Kind, Notification
from network.notifications.queries import channels_of, letters_for
from network.policy.access.channels import speaks_for_us
from network.policy.models import Channel, ChannelRepresentative
from tests.factories import PersonFactory
from tests.policy.test_warned import NUMBER, alive  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return Channel.objects.create(slug="x-skarvoy", platform="X", handle="@skarvoy", purpose="Vi svarer.")


@pytest.fixture
def sol(shop):
    """Speaks for us, and has been trained."""
    person = PersonFactory(handle="sol", name="Sol Sand")
    ChannelRepresentative.objects.create(
        channel=shop, person=person, role="Svarer", starts_on=days(-30), trained_on=days(-20)
    )
    return person


@pytest.fixture
def post(ann, post_of):
    return post_of(
        ann,
        text="**Isen** er 11 cm ved [brua](https://example.org), sier @ben.\n\n- Gå i flokk",
        title="Isen legger seg",
    )


def days(number):
    return localdate() + timedelta(days=number)


def refused(act):
    with pytest.raises(Refused):
        act()


def approved(post, by):
    ask_to_share(by=post.thread.author, post=post)
    approve_sharing(by=by, post=post, digest=post.digest())
    return post


def fresh(post):
    return Post.objects.select_related("thread__author", "thread__group").get(pk=post.pk)


def page(client_of, person, post, **sent):
    url = reverse("feed:sharing", args=[post.pk])
    return client_of(person).post(url, sent) if sent else client_of(person).get(url)


# Who asks, and who answers


def test_only_the_author_asks_and_only_about_a_post_to_everyone(
    post, ann, ben, cleo, mona, ada, sol, gone, open_group, closed_group, secret_group, post_of
):
    assert can_ask_to_share(ann, post)
    for person in (ben, cleo, mona, ada, sol, gone):
        assert not can_ask_to_share(person, post)
        refused(partial(ask_to_share, by=person, post=post))
    for group in (open_group, closed_group, secret_group):
        inside = post_of(ann, group)
        assert not can_ask_to_share(ann, inside)
        assert not can_approve_sharing(sol, inside)
        refused(partial(ask_to_share, by=ann, post=inside))
    assert not Sharing.objects.exists()


def test_who_speaks_for_us_answers_and_nobody_about_their_own(post, ann, ben, cleo, mona, ada, pia, sol, gone, post_of):
    ask_to_share(by=ann, post=post)
    for person in (ann, ben, cleo, mona, ada, pia, gone):
        assert not can_approve_sharing(person, post)
        refused(partial(approve_sharing, by=person, post=post, digest=post.digest()))
        refused(partial(decline_sharing, by=person, post=post, digest=post.digest(), reason="Nei"))
    own = post_of(sol)
    ask_to_share(by=sol, post=own)
    refused(partial(approve_sharing, by=sol, post=own, digest=own.digest()))
    assert not Sharing.objects.exclude(answered_at=None).exists()


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"ends_on": -1}, "active"),
        ({"starts_on": 1}, "active"),
        ({"trained_on": None}, "active"),
        ({"trained_on": 1}, "active"),
        ({}, "resting"),
        ({}, "closed"),
    ],
)
def test_a_task_that_is_over_untrained_or_on_a_channel_out_of_use_approves_nothing(sol, shop, post, row, status):
    assert speaks_for_us(sol)
    ChannelRepresentative.objects.update(**{name: day and days(day) for name, day in row.items()})
    Channel.objects.update(status=status)
    assert not speaks_for_us(sol)
    assert not can_approve_sharing(sol, post)


def test_who_has_left_speaks_for_nobody(sol):
    sol.is_active = False
    assert not speaks_for_us(sol)


# What an approval is bound to


@pytest.mark.parametrize("words", [{"text": "Isen er 4 cm."}, {"title": "Tynn is"}])
def test_other_words_end_the_approval(post, ann, sol, cleo, words):
    approved(post, sol)
    assert may_open_sharing(cleo, post)
    edit_post(by=ann, post=post, words=Words(**{"text": post.text, "title": post.title, **words}))
    again = fresh(post)
    assert sharing_of(again) is None
    assert not may_open_sharing(cleo, again)
    assert not may_open_sharing(sol, again)
    assert may_open_sharing(ann, again)


def test_another_picture_or_another_word_for_it_ends_the_approval(post, ann, sol):
    approved(post, sol)
    picture = Attachment.objects.create(
        owner=ann, thread=post.thread, kind="image", name="is.jpg", stored="s", media_type="image/jpeg", size=1
    )
    assert sharing_of(fresh(post)) is None
    ask_to_share(by=ann, post=fresh(post))
    approve_sharing(by=sol, post=fresh(post), digest=fresh(post).digest())
    assert sharing_of(fresh(post)).is_approved
    Attachment.objects.filter(pk=picture.pk).update(alt="To på isen")
    assert sharing_of(fresh(post)) is None


def test_what_was_read_is_what_is_approved(post, ann, sol):
    ask_to_share(by=ann, post=post)
    seen = post.digest()
    edit_post(by=ann, post=post, words=Words(text="Noe helt annet."))
    refused(partial(approve_sharing, by=sol, post=fresh(post), digest=seen))
    refused(partial(approve_sharing, by=sol, post=fresh(post), digest=fresh(post).digest()))  # never asked about
    ask_to_share(by=ann, post=fresh(post))
    refused(partial(approve_sharing, by=sol, post=fresh(post), digest=seen))
    assert not Sharing.objects.get().is_approved


def test_asking_again_about_the_same_words_changes_nothing_and_about_others_begins_anew(post, ann, sol):
    approved(post, sol)
    ask_to_share(by=ann, post=post)
    assert Sharing.objects.get().is_approved
    edit_post(by=ann, post=post, words=Words(text="Isen er 4 cm."))
    ask_to_share(by=ann, post=fresh(post))
    row = Sharing.objects.get()
    assert (row.is_approved, row.answered_by, row.answered_at) == (False, None, None)


def test_the_author_takes_it_back_also_once_it_is_approved(post, ann, sol, cleo):
    approved(post, sol)
    refused(partial(take_sharing_back, by=sol, post=post))
    take_sharing_back(by=ann, post=post)
    assert not Sharing.objects.exists()
    assert not may_open_sharing(cleo, post)


def test_a_post_that_is_deleted_has_no_kit(post, ann, sol, client_of):
    approved(post, sol)
    delete_post(by=ann, post=post)
    assert page(client_of, sol, post).status_code == 404
    assert page(client_of, ann, post).status_code == 404
    assert not Notification.objects.filter(subject=f"sharing:{post.pk}").exists()


def test_what_glod_tells_itself_and_a_stub_have_no_kit_though_a_row_was_left(post, ann, sol, cleo):
    approved(post, sol)
    assert may_open_sharing(cleo, fresh(post))
    Post.objects.filter(pk=post.pk).update(source="category:1")
    assert not may_open_sharing(cleo, fresh(post))
    Post.objects.filter(pk=post.pk).update(source="")
    Thread.objects.filter(pk=post.pk).update(deleted_at=post.thread.created_at)
    assert not may_open_sharing(cleo, fresh(post))


def test_the_database_knows_no_approval_by_nobody(post):
    with pytest.raises(IntegrityError):
        Sharing.objects.create(post=post, digest="x", is_approved=True)


# Who is told


def test_whoever_may_answer_is_told_that_it_waits_until_somebody_has_answered(
    post, ann, ben, cleo, sol, shop, django_capture_on_commit_callbacks
):
    untrained = ChannelRepresentative.objects.create(channel=shop, person=ben, role="Ny", starts_on=days(-2))
    assert untrained.trained_on is None
    also = ChannelRepresentative.objects.create(
        channel=shop, person=ann, role="Svarer", starts_on=days(-9), trained_on=days(-9)
    )  # the author, who never answers herself
    assert speaks_for_us(also.person)
    assert Kind.SHARE_ASKED not in channels_of(sol)
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_share(by=ann, post=post)
    row = Notification.objects.get(kind=Kind.SHARE_ASKED)
    assert (row.recipient, row.actors) == (sol, [ann.pk])
    assert letters_for(sol, [row])[0].url == reverse("feed:sharing", args=[post.pk])
    assert Kind.SHARE_ASKED in channels_of(sol)
    assert Kind.SHARE_ASKED not in channels_of(cleo)
    with django_capture_on_commit_callbacks(execute=True):
        decline_sharing(by=sol, post=post, digest=post.digest(), reason="Ikke ennå.")
    assert not Notification.objects.filter(kind=Kind.SHARE_ASKED).exists()


def test_what_is_taken_back_waits_for_nobody(post, ann, sol, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_share(by=ann, post=post)
        take_sharing_back(by=ann, post=post)
    assert not Notification.objects.filter(kind=Kind.SHARE_ASKED).exists()


def test_the_author_is_told_of_the_answer_once_and_finds_the_post_in_the_letter(
    post, ann, sol, told, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_share(by=ann, post=post)
    assert not [event for event in told if isinstance(event, SharingAnswered)]
    with django_capture_on_commit_callbacks(execute=True):
        approve_sharing(by=sol, post=post, digest=post.digest())
        approve_sharing(by=sol, post=post, digest=post.digest())
    assert [event for event in told if isinstance(event, SharingAnswered)] == [SharingAnswered(post.pk, sol.pk)]
    row = Notification.objects.get(kind=Kind.SHARING)
    assert (row.recipient, row.subject, row.actors) == (ann, f"sharing:{post.pk}", [sol.pk])
    letter = letters_for(ann, [row])[0]
    assert "Isen legger seg" in letter.text
    assert letter.url == reverse("feed:sharing", args=[post.pk])


# The pages


def test_until_it_is_approved_the_page_is_there_for_the_author_and_for_who_speaks_for_us(
    client_of, post, ann, ben, cleo, mona, ada, sol
):
    assert [page(client_of, who, post).status_code for who in (ann, ben, cleo, mona, ada, sol)] == [200, *[404] * 5]
    ask_to_share(by=ann, post=post)
    assert [page(client_of, who, post).status_code for who in (ann, ben, cleo, mona, ada, sol)] == [
        200, 404, 404, 404, 404, 200,
    ]  # fmt: skip
    approve_sharing(by=sol, post=post, digest=post.digest())
    assert {page(client_of, who, post).status_code for who in (ann, ben, cleo, mona, ada, sol)} == {200}


@pytest.mark.parametrize("kind", ["open", "closed", "secret"])
def test_a_post_in_a_group_has_no_such_page_not_for_its_author_nor_with_a_row_left_from_before(
    client_of, request, ann, mona, sol, post_of, kind
):
    inside = post_of(ann, request.getfixturevalue(f"{kind}_group"))
    Sharing.objects.create(
        post=inside, digest=inside.digest(), is_approved=True, answered_by=sol, answered_at=inside.thread.created_at
    )
    for person in (ann, mona, sol):
        assert page(client_of, person, inside).status_code == 404
        assert page(client_of, person, inside, do="ask").status_code == 404
        assert not sharings_waiting(person, None).items


def test_from_asking_to_the_kit_by_forms_alone(client_of, post, ann, sol, cleo):
    assert page(client_of, ann, post, do="ask").status_code == 303
    assert post.title in client_of(sol).get(reverse("feed:sharings")).text
    html = page(client_of, sol, post).text
    assert post.digest() in html
    assert page(client_of, sol, post, do="approve", digest=post.digest()).status_code == 303
    html = page(client_of, cleo, post).text
    assert "Isen er 11 cm ved brua, sier @ben" in html
    assert "readonly" in html
    assert 'name="do"' not in html
    assert post.title not in client_of(sol).get(reverse("feed:sharings")).text
    assert page(client_of, ann, post, do="back").status_code == 303
    assert page(client_of, cleo, post).status_code == 404


def test_a_no_has_a_reason_that_the_author_reads(client_of, post, ann, sol):
    ask_to_share(by=ann, post=post)
    assert page(client_of, sol, post, do="decline", digest=post.digest(), reason=" ").status_code == 422
    assert Sharing.objects.get().answered_at is None
    assert page(client_of, sol, post, do="decline", digest=post.digest(), reason="Navnet på ben.").status_code == 303
    html = page(client_of, ann, post).text
    assert "Navnet på ben." in html
    assert 'class="kit' not in html


@pytest.mark.usefixtures("alive")
def test_the_reason_is_read_for_what_does_not_belong_there(client_of, post, ann, sol):
    ask_to_share(by=ann, post=post)
    said = {"do": "decline", "digest": post.digest(), "reason": f"Stryk {NUMBER}"}
    answer = page(client_of, sol, post, **said)
    assert answer.status_code == 422
    assert f"<mark>{NUMBER}</mark>" in answer.text


def test_others_cannot_press_what_they_do_not_see(client_of, post, ann, cleo, sol):
    ask_to_share(by=ann, post=post)
    for do in ("ask", "back", "approve", "decline"):
        assert page(client_of, cleo, post, do=do, digest=post.digest(), reason="x").status_code == 404
    approve_sharing(by=sol, post=post, digest=post.digest())
    for do in ("ask", "back", "approve", "decline"):
        page(client_of, cleo, post, do=do, digest=post.digest(), reason="x")
    assert page(client_of, cleo, post, do="nonsense").status_code == 404
    assert Sharing.objects.get().is_approved


def test_what_changed_meanwhile_is_said_and_nothing_is_approved(client_of, post, ann, sol):
    ask_to_share(by=ann, post=post)
    answer = page(client_of, sol, post, do="approve", digest="0" * 64)
    assert answer["Location"] == post.get_absolute_url()
    assert not Sharing.objects.get().is_approved


def test_the_list_is_there_for_who_speaks_for_us_alone(client_of, post, ann, cleo, ada, sol):
    ask_to_share(by=ann, post=post)
    for person in (ann, cleo, ada):
        assert client_of(person).get(reverse("feed:sharings")).status_code == 404
    assert client_of(sol).get(reverse("feed:sharings")).status_code == 200
    edit_post(by=ann, post=post, words=Words(text="Noe annet"))
    assert sharings_waiting(sol, None).items == []


def test_the_menu_leads_there_for_those_who_find_a_page(client_of, post, ann, cleo, sol, open_group, post_of):
    def offers(person, one):
        return (
            reverse("feed:sharing", args=[one.pk])
            in client_of(person).get(reverse("feed:post_menu", args=[one.pk])).text
        )

    assert (offers(ann, post), offers(cleo, post), offers(sol, post)) == (True, False, False)
    approved(post, sol)
    assert (offers(ann, post), offers(cleo, post), offers(sol, post)) == (True, True, True)
    assert not offers(ann, post_of(ann, open_group))


# The kit


def test_the_text_is_plain_and_fits_each_channel_in_use(post, ann, sol):
    Channel.objects.create(slug="li", platform="LinkedIn", handle="s", purpose="p")
    Channel.objects.create(slug="old", platform="Facebook", handle="s", purpose="p", status="closed")
    edit_post(by=ann, post=post, words=Words(text="ord " * 200 + "slutt"))
    kit = kit_of(sol, fresh(post))
    assert {piece.channel.slug: (piece.longest, piece.is_cut) for piece in kit.pieces} == {
        "li": (3_000, False), "x-skarvoy": (280, True),
    }  # fmt: skip
    short = next(piece for piece in kit.pieces if piece.is_cut)
    assert len(short.text) <= 280
    assert short.text.endswith("ord…")
    assert [row.person for row in short.speaking] == [sol]


def test_marks_and_addresses_are_left_out(post):
    assert plain_text(post) == "Isen legger seg\n\nIsen er 11 cm ved brua, sier @ben.\n\nGå i flokk"


@pytest.mark.parametrize(
    ("text", "longest"), [("å" * 500, 280), ("a b " * 200, 300), ("x\n\n" * 200, 280), ("kort", 4)]
)
def test_a_shortened_text_fits_and_begins_as_the_whole_one(text, longest):
    short = shortened(text, longest)
    assert 0 < len(short) <= longest
    assert text.startswith(short.rstrip("…"))
    assert (short == text) == (len(text) <= longest)


def test_platforms_are_known_by_their_first_word():
    assert [longest_on(name) for name in ("X", "x (Twitter)", "Facebook", "Xing", "")] == [
        280,
        280,
        5_000,
        1_000,
        1_000,
    ]


@pytest.mark.parametrize("count", [3, 12])
def test_the_list_costs_the_same_however_many_wait(client_of, ann, sol, post_of, count, django_assert_num_queries):
    for number in range(count):
        ask_to_share(by=ann, post=post_of(ann, text=f"Innlegg {number}"))
    client, url = client_of(sol), reverse("feed:sharings")
    client.get(url)
    with django_assert_num_queries(6):
        assert client.get(url).text.count("Innlegg ") == count


@pytest.mark.parametrize("count", [1, 6])
def test_the_kit_costs_the_same_however_many_channels(client_of, post, sol, count, django_assert_num_queries):
    approved(post, sol)
    for number in range(count):
        Channel.objects.create(slug=f"k-{number}", platform="Facebook", handle=str(number), purpose="p")
    client, url = client_of(sol), reverse("feed:sharing", args=[post.pk])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
