"""The painted pictures of the demo company."""

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image

from network.conversations.models import Attachment
from network.demo import texts
from network.demo.paint import HEIGHT, SCENES, WIDTH, paint
from network.demo.pictures import EACH, Sight, hang, newest_of_each
from profiles.models import Person
from tests import factories


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_is_a_picture_with_words_in_both_languages(name: str) -> None:
    picture = Image.open(BytesIO(paint(SCENES[name], Random(1))))
    assert picture.size == (WIDTH, HEIGHT)
    assert len(picture.getcolors(WIDTH * HEIGHT) or ()) > 20
    assert texts.lists("pictures.txt")[f"{name} nb"] != texts.lists("pictures.txt")[f"{name} en"]


def test_every_written_thread_with_a_picture_names_a_scene() -> None:
    shown = {script.picture for script in (*texts.scripts(), *texts.persona_scripts())}
    assert shown - {""} == set(SCENES)


@pytest.mark.wide
def test_only_the_newest_few_posts_of_a_scene_show_it(ann: Person) -> None:
    sights = [Sight(number, ann, "kai", "nb") for number in range(9)] + [Sight(3, ann, "tur", "nb")]
    chosen = [(sight.post_id, sight.scene) for sight in newest_of_each(sights)]
    assert chosen == [(8, "kai"), (7, "kai"), (3, "tur")]
    assert EACH == 2


@pytest.mark.wide
def test_a_picture_is_stored_described_and_tied_to_its_post(ann: Person, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    post = factories.post_of(ann)
    hang(Random(1), [Sight(post.pk, ann, "kai", "en")])
    attachment = Attachment.objects.get(thread=post.thread)
    assert attachment.is_image
    assert attachment.alt.startswith("Houses by the quay")
