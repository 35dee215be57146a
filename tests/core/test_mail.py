"""E-mail: in the reader's language, in the background, and once more when the server is away."""

import smtplib
import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from jumelage.config.email_server import read_email_server
from jumelage.core import mail, tasks
from jumelage.core.clock import now
from jumelage.core.worker import Worker

TEMPLATES = {
    "test/mail/note.subject.txt": "{% load i18n %}{% translate 'Places' %}:\n {{ name }}\n",
    "test/mail/note.txt": "{{ name }} {{ base_url }} {{ mail_language }}",
    "test/mail/note.html": "<p>{{ name }}</p>",
    "test/mail/plain.subject.txt": "Plain",
    "test/mail/plain.txt": "Plain",
    "test/mail/broken.subject.txt": "Broken",
    "test/mail/broken.txt": "Broken",
    "test/mail/broken.html": "{% extends 'test/mail/missing.html' %}",
}


@pytest.fixture(autouse=True)
def templates(settings):
    loader = ("django.template.loaders.locmem.Loader", TEMPLATES)
    options = {"loaders": [loader]}
    backend = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": options}]


def send(**more):
    values = {"to": "anna@example.org", "template": "test/mail/note", "language": "en"}
    mail.send(**{**values, "context": {"name": "Foo & Bar"}, **more})


def test_a_message_is_text_and_html_with_links_to_the_registry():
    send()
    (sent,) = outbox.outbox
    assert sent.to == ["anna@example.org"]
    assert sent.subject == "Places: Foo & Bar"
    assert sent.body == "Foo & Bar https://jumelage.example en\n"
    assert sent.alternatives[0].content == "<p>Foo &amp; Bar</p>"
    assert sent.extra_headers["Content-Language"] == "en"


@pytest.mark.parametrize(("language", "word"), [("ru", "Места"), ("xx", "Places")])
def test_a_message_speaks_its_readers_language(language, word):
    send(language=language)
    assert outbox.outbox[0].subject.startswith(word)


def test_html_may_be_missing_but_not_broken():
    send(template="test/mail/plain")
    assert outbox.outbox[0].alternatives == []
    with pytest.raises(TemplateDoesNotExist, match="missing"):
        send(template="test/mail/broken")


def test_a_name_adds_no_header():
    send(context={"name": "A\nBcc: all@example.org"})
    assert "\n" not in outbox.outbox[0].subject


def test_further_headers_are_sent():
    send(headers={"List-Unsubscribe": "<https://jumelage.example/off>"})
    assert outbox.outbox[0].extra_headers["List-Unsubscribe"].endswith("/off>")


@pytest.mark.django_db
def test_what_is_undone_is_not_sent(queue):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    send()
    assert outbox.outbox == []
    Worker(batch=True).run()
    assert len(outbox.outbox) == 1


def fail_with(monkeypatch, error):
    def refuse(*_args):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_again_later(queue, monkeypatch):
    fail_with(monkeypatch, ConnectionRefusedError("away"))
    send()
    Worker(batch=True).run()
    again = DBTaskResult.objects.get(status="READY")
    assert again.args_kwargs["args"][1] == 1
    wait = again.run_after - now()
    assert timedelta(seconds=50) < wait < timedelta(seconds=61)
    monkeypatch.undo()
    DBTaskResult.objects.update(run_after=now())
    Worker(batch=True).run()
    assert len(outbox.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "failures"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no such person")}), 0),
        (smtplib.SMTPDataError(554, b"no"), 0),
        (ConnectionRefusedError("away"), len(tasks.PAUSES)),
    ],
)
def test_a_lasting_refusal_or_the_last_failure_is_the_end(
    queue, monkeypatch, error, failures, caplog
):
    fail_with(monkeypatch, error)
    message = mail.render(template="test/mail/plain", context={}, language="en")
    tasks.deliver_mail.enqueue({**message, "to": "anna@example.org"}, failures)
    Worker(batch=True).run()
    assert [task.status for task in DBTaskResult.objects.all()] == ["FAILED"]


def test_a_busy_server_is_no_lasting_refusal():
    assert not tasks.is_lasting(smtplib.SMTPRecipientsRefused({"a@b.org": (450, b"later")}))
    assert not tasks.is_lasting(smtplib.SMTPServerDisconnected("gone"))


@override_settings(JUMELAGE={"BASE_URL": "https://twin.example"})
def test_links_are_absolute():
    assert mail.absolute("/en/") == "https://twin.example/en/"


class Postbox(socketserver.StreamRequestHandler):
    """A server for e-mail that takes everything."""

    taken: list[bytes] = []

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.taken.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                break


@pytest.mark.django_db
def test_a_message_reaches_a_server(queue, settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Postbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = read_email_server(f"smtp://127.0.0.1:{server.server_address[1]}/?tls=0")
        settings.EMAIL_BACKEND = there.backend
        settings.EMAIL_HOST, settings.EMAIL_PORT = there.host, there.port
        send(context={"name": "Орёл"})
        Worker(batch=True).run()
        server.shutdown()
    (taken,) = Postbox.taken
    read = message_from_bytes(taken, policy=default)
    assert read["To"] == "anna@example.org"
    assert read["Subject"] == "Places: Орёл"
    assert read["From"] == settings.DEFAULT_FROM_EMAIL
    assert "Орёл" in read.get_body(("plain",)).get_content()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
