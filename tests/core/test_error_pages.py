"""An error is a page like the others that offers a way on, and says nothing of what went wrong inside."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch, ann):
    """An address that fails with an error, as a signed-in person meets it."""

    def answer(error: Exception):
        def fail(*args: object) -> None:
            raise error

        monkeypatch.setattr("network.live.views.catch_up", fail)
        client = Client(raise_request_exception=False)
        client.force_login(ann)
        return client.get("/live/catch-up/", {"since": 1})

    return answer


def test_a_fault_is_a_page_that_keeps_its_reason_to_the_log(failing):
    answer = failing(ValueError("kanarifugl"))
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode()
    assert "kanarifugl" not in answer.content.decode()
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_while_the_database_is_away_the_page_asks_to_come_back(failing, error):
    answer = failing(error("kanarifugl"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "kanarifugl" not in answer.content.decode()


def test_a_form_without_its_token_is_a_sentence_and_not_a_fault(ann):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(ann)
    answer = client.post("/posts/new/", {"text": "Hei"})
    assert answer.status_code == 403
    assert 'href="/"' in answer.content.decode()
