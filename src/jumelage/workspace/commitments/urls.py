"""The addresses of the commitments of a place."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.commitments import acting, lists, writing
from jumelage.workspace.guard import for_members


def _read(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(f"<int:place>/commitments/{address}", for_members()(view), name=name)


def _act(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    door = for_members(Role.OFFICER)
    return path(f"<int:place>/commitments/{address}", door(view), name=name)


urlpatterns = [
    _read("", lists.listing, "commitments"),
    _read("mail/", lists.choose_reminders, "commitments-mail"),
    _act("new/", writing.new, "commitment-new"),
    _read("<int:number>/", lists.commitment, "commitment"),
    _act("<int:number>/change/", writing.change, "commitment-change"),
    _act("<int:number>/propose/", writing.propose, "commitment-propose"),
    _act("<int:number>/confirm/", writing.confirm, "commitment-confirm"),
    _act("<int:number>/responsible/", writing.responsible, "commitment-responsible"),
    _act("<int:number>/decline/", writing.decline, "commitment-decline"),
    _act("<int:number>/withdraw/", writing.withdraw, "commitment-withdraw"),
    _act("<int:number>/progress/", acting.progress, "commitment-progress"),
    _act(
        "<int:number>/progress/<int:entry>/remove/",
        acting.remove_progress,
        "commitment-progress-remove",
    ),
    _act("<int:number>/say/", acting.say, "commitment-say"),
    _act("<int:number>/due/", acting.ask_due, "commitment-due"),
    _act("<int:number>/answer/", acting.answer, "commitment-answer"),
    _act("<int:number>/take-back/", acting.take_back, "commitment-take-back"),
]
