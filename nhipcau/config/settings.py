"""Django's settings, built from `Config`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from nhipcau.base.logs import FORMAT as LOG_FORMAT
from nhipcau.base.logs import without_values
from nhipcau.config import identity
from nhipcau.config.config import config
from nhipcau.config.database import database

NHIPCAU = config()
ROOT = Path(__file__).resolve().parents[2]

# Only `nhipcau run` makes lasting secrets; a tool run beside it needs none.
SECRET_KEY = NHIPCAU.secret_key.get_secret_value() or secrets.token_urlsafe(48)
DEBUG = False
# The door is the only way in (a Unix socket) and answers for the host name.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "nhipcau.config.urls"
WRITE_GUARD = NHIPCAU.demo

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "nhipcau.base",
    "nhipcau.audit",
    "nhipcau.places",
    "nhipcau.accounts",
    "nhipcau.meetings",
    "nhipcau.live",
]

MIDDLEWARE = [
    # First: what fails further in is told in the language of the request, too.
    "nhipcau.base.middleware.own_language",
    "django.middleware.security.SecurityMiddleware",
    "nhipcau.base.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nhipcau.accounts.middleware.with_actor",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nhipcau.config.wiring.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "nhipcau.base.templatetags.vite",
                "nhipcau.base.templatetags.look",
            ],
        },
    }
]

FORM_RENDERER = "nhipcau.base.forms.Renderer"
CSRF_FAILURE_VIEW = "nhipcau.base.views.csrf_failed"
HOME_SECTIONS = "nhipcau.config.wiring.home_sections"

DATABASES: dict[str, dict[str, Any]] = {"default": database(NHIPCAU)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = NHIPCAU.language
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["nhipcau.config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static"
FRONTEND_DIST = ROOT / "frontend" / "dist"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# The door sets this header and strips it from what a browser sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# TCVN 14423:2026: 14 characters alone, 8 beside a second factor.
PASSWORD_LENGTH_ALONE = 14
PASSWORD_LENGTH_WITH_FACTOR = 8
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nhipcau.accounts.passwords.LongEnough"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "nhipcau.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, one working day
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    # A whole office signs in behind one address; a single account is guarded
    # by its own limit.
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "sign_in_code": "10/m/ip",
    # Every reload of its page asks for a new one.
    "pairing_offer": "20/m/ip",
    # Guests of one office stand behind one address; wrong invitations are rare.
    "guest_knock": "60/m/ip",
    "guest_link": "10/m/ip",
}
# The door appends the caller's address; nothing else reaches our socket.
ALLAUTH_TRUSTED_PROXY_COUNT = 1

MFA_ADAPTER = "nhipcau.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "nhipcau.accounts.forms.AddKeyForm",
    "edit_webauthn": "nhipcau.accounts.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Nhịp Cầu"
MFA_TOTP_TOLERANCE = 1  # telephones of the communes are half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "nhipcau.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = identity.providers(NHIPCAU)
FORM_TARGETS = identity.form_targets(NHIPCAU)

# A row written at every request would cost more than "last seen" is worth.
USERSESSIONS_TRACK_ACTIVITY = False

AUDIT_UNITS = "nhipcau.config.log.UnitsOfTheLog"
AUDIT_WORDS = "nhipcau.config.log.WordsOfTheLog"
SITE_SECTIONS = "nhipcau.config.wiring.site_sections"
MEETING_SECTIONS = "nhipcau.config.wiring.meeting_sections"
PLACES_ROLES = "nhipcau.config.wiring.RolesOnUnits"

CACHES = {
    "default": {
        # Rate limits must hold for two web processes and survive a restart.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django's 300 would throw counts away as soon as many people sign in.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Django's own console handler is silent without DEBUG. Everything goes to stderr,
# where `run` puts the name of the process before it; 4xx are no faults of ours.
without_values()
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "nhipcau.base.logs.Line", "format": LOG_FORMAT}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
