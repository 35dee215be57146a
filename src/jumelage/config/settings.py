"""Django's settings: the composition root. What an operator may set is in :mod:`jumelage.config.environment`."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from jumelage.config.environment import read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "jumelage.core",
    "jumelage.accounts",  # before allauth: its templates stand in for that one's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "jumelage.sources",
    "jumelage.places",
    "jumelage.documents",
    "jumelage.memberships",
    "jumelage.ties",
    "jumelage.agreements",
    "jumelage.contacts",
    "jumelage.partners",
    "jumelage.commitments",
    "jumelage.forum",
    "jumelage.imports",
    "jumelage.site",
    "jumelage.workspace",
    "jumelage.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jumelage.core.middleware.without_nul",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jumelage.site.middleware.of_bearable_size",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "jumelage.config.urls"
WSGI_APPLICATION = "jumelage.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = []  # there are no passwords
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

# Signing in (see docs/accounts.md): a code by e-mail or a passkey, and whoever wants a second factor beside the code.
ACCOUNT_ADAPTER = "jumelage.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "request_login_code": "jumelage.accounts.forms.AskForCodeForm",
    "signup": "jumelage.accounts.forms.SignUpForm",
}
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "signup": "20/m/ip",
    "confirm_email": "1/10s/key,20/h/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_ADAPTER = "jumelage.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "jumelage.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "jumelage.accounts.forms.UsePasskeyForm",
    "login_webauthn": "jumelage.accounts.forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "jumelage.accounts.forms.ShowPasskeyForm",
}
MFA_TOTP_ISSUER = "Jumelage"
MFA_TOTP_TOLERANCE = 1  # the telephone's clock may be half a minute off

CSRF_FAILURE_VIEW = "jumelage.workspace.views.errors.csrf_failure"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jumelage.site.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60, conn_health_checks=True)
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer, and a writer waits for its turn instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    # Compiling a statement costs PostgreSQL more than it saves here: the registry's statements read much and compute
    # little, and those of a large registry are estimated dear enough to be compiled each time.
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),  # type: ignore[dict-item]  # what the address itself asks for
    }
CACHES = {
    # What all processes have to know of each other: how often somebody tried to sign in.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What a process remembers for itself.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

EMAIL_BACKEND = ENVIRONMENT.email.backend
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.email.host, ENVIRONMENT.email.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.email.user, ENVIRONMENT.email.password
EMAIL_USE_SSL, EMAIL_USE_TLS = ENVIRONMENT.email.implicit_tls, ENVIRONMENT.email.start_tls
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STATICFILES_DIRS = [path for path in [PACKAGE / "static" / "dist"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ENVIRONMENT.data_dir / "media"
# Documents have at most 20 MB (documents.domain.checks) and come one at a time; what a form says beside them is text.
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {
        "pypdf": {"level": "CRITICAL"}
    },  # what is wrong with a file is told to whoever brings it
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

#: Settings of the registry itself.
JUMELAGE: dict[str, Any] = {
    "DATA_DIR": ENVIRONMENT.data_dir,
    "BASE_URL": ENVIRONMENT.base_url,
    "DEMO": ENVIRONMENT.demo,
    "ACTIVE_YEARS": ENVIRONMENT.active_years,
    "QUIET_YEARS": ENVIRONMENT.quiet_years,
    "ATLAS_MAX_TIES": ENVIRONMENT.atlas_max_ties,
    "WISH_MESSAGE_DAYS": ENVIRONMENT.wish_message_days,
    "LARGEST_REQUEST": 24_000_000,  # bytes: a document of 20 MB (1024² each), and the form around it
}
