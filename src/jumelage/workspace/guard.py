"""The door of the workspace: every view goes through it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from jumelage.accounts.actors import actor_of
from jumelage.imports.permissions import may_review
from jumelage.workspace.views.errors import forbidden

View = Callable[..., HttpResponseBase]


def for_editors(view: View) -> View:
    """Let registry editors in; lead others to the page to sign in, or tell them that they may not."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_review(actor_of(request)):
            return forbidden(request)
        return view(request, *args, **kwargs)

    return guarded
