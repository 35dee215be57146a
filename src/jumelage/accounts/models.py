"""Who signs in. Readers need no account; an account alone gives no right."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, name: str = "", language: str = "en") -> "User":
        """Create a user. There are no passwords: one signs in by a code sent to the address, or by a passkey."""
        user = self.model(email=email.strip().lower(), name=name, language=language)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of an e-mail address, in any letter case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account, known by the e-mail address (in small letters)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    #: The language of e-mails.
    language = models.CharField(max_length=12, default="en")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def mail_language(self) -> str:
        """The language to write to the person in: one that the registry speaks."""
        return self.language if self.language in dict(settings.LANGUAGES) else "en"
