"""E-mail: rendered in the language of who reads it, sent in the background.

A message is three templates of an app, beside each other: ``memberships/mail/invitation.subject.txt``, ``….txt`` and
``….html`` (which may be missing; it extends ``core/mail/base.html``):

    mail.send(
        to=person.email,
        template="memberships/mail/invitation",
        context={"place": place, "link": mail.absolute(reverse("…"))},
        language=person.language,
    )

Every template knows ``base_url`` (of the registry, without a slash at its end) and ``mail_language`` beside the
context. What is rendered when ``send`` is called is what is sent. The message is enqueued in the present transaction:
if that is undone, nothing is sent.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from jumelage.core.tasks import deliver_mail


def send(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Render a message and put it into the queue.

    Args:
        to: the address.
        template: the path of its templates without their endings: ``app/mail/name``.
        context: what the templates may use. Nothing of it is kept.
        language: the reader's language; English if the registry does not speak it.
        headers: further headers, such as ``List-Unsubscribe``.
    """
    message = render(template=template, context=context, language=language)
    message["to"] = to
    message["headers"] |= dict(headers or {})
    deliver_mail.enqueue(message)


def render(*, template: str, context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a message's subject, text, HTML and headers in a language."""
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(spoken):
        values = {**context, "base_url": settings.JUMELAGE["BASE_URL"], "mail_language": spoken}
        return {
            "subject": " ".join(_plain(f"{template}.subject.txt", values).split()),
            "text": _plain(f"{template}.txt", values).strip() + "\n",
            "html": _html(f"{template}.html", values),
            "headers": {"Content-Language": spoken, "Auto-Submitted": "auto-generated"},
        }


def absolute(path: str) -> str:
    """Return the public address of a path of the registry."""
    return f"{settings.JUMELAGE['BASE_URL']}{path}"


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """Render a text, in which nothing is escaped as HTML wants it."""
    template = get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(values), autoescape=False)))


def _html(name: str, values: Mapping[str, Any]) -> str:
    try:
        return render_to_string(name, dict(values))
    except TemplateDoesNotExist as missing:
        if str(missing) != name:
            raise
        return ""
