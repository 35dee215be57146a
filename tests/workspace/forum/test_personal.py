"""A request about personal data shows what forums keep under the name, and lets it be erased or given out."""

from django.core import mail

from jumelage.forum.models import Member
from tests.forum.test_personal import anna, asked  # noqa: F401 - a fixture


def text(response) -> str:
    return response.content.decode()


def test_erased_from_the_page_of_the_request(anna, sending, officer, town):  # noqa: F811
    request = asked(officer, town)
    address = f"/en/workspace/{town.pk}/contacts/requests/{request.pk}/"
    page = text(sending.get(address))
    assert "In the delegation to “Spring forum”" in page
    sending.post(address, {"do": "erase-elsewhere", "key": f"forum:member:{anna.pk}"})
    assert Member.objects.get().erased_at is not None
    assert "In the delegation to" not in text(sending.get(address))


def test_given_out_from_the_page_of_the_request(anna, sending, officer, town):  # noqa: F811
    request = asked(officer, town, kind="see")
    address = f"/en/workspace/{town.pk}/contacts/requests/{request.pk}/"
    sending.post(address, {"done": "yes", "person": "", "elsewhere": f"forum:member:{anna.pk}"})
    assert "No nuts" in mail.outbox[-1].body
