"""Django's settings, all from the environment that `env.py` reads and checks."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gwarant.config.env import read_environment
from gwarant.database.scope import clear_scope
from gwarant.files.html import STYLE_HASH
from gwarant.wordforms.dictionary import usual_folders

ENV = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent


CONNECTIONS = 20  # of a process at most: an engine has a thread for each lane, each mailbox and each job


def _database(url: str, *, app: bool) -> dict[str, Any]:
    parts = urlsplit(url or "postgresql:///gwarant")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if app:
        most = max(CONNECTIONS, ENV.threads + 2)
        options["pool"] = {"min_size": 0, "max_size": most, "timeout": 10, "reset": clear_scope}
    return {
        "ENGINE": "gwarant.database.backend",
        "NAME": unquote(parts.path.lstrip("/")) or "gwarant",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = ENV.secret_key or "unset: gwarant init makes one"
SECRET_KEY_FALLBACKS = list(ENV.old_secret_keys)
DEBUG = ENV.is_debug
FILES_DIR = ENV.files_dir
FILES_HOST = ENV.files_host
WORDS_DIRS = usual_folders(ENV.state_dir)
ALLOWED_HOSTS = sorted(
    {ENV.public_host, ENV.host, "localhost", "127.0.0.1", "[::1]", ENV.files_host.split(":")[0]} - {""}
)
MAIL_AUTH_SERVERS = frozenset(ENV.mail_auth_servers)
ROOT_URLCONF = "gwarant.config.urls"
WSGI_APPLICATION = "gwarant.config.wsgi.application"
DATABASES = {
    "default": _database(ENV.app_database_url or ENV.database_url, app=True),
    "owner": _database(ENV.database_url, app=False),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "gwarant.database",
    "gwarant.accounts",
    "gwarant.customers",
    "gwarant.files",
    "gwarant.ledger",
    "gwarant.notify",
    "gwarant.contracts",
    "gwarant.tickets",
    "gwarant.intake",
    "gwarant.monitoring",
    "gwarant.hours",
    "gwarant.reports",
    "gwarant.engine",
    "gwarant.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gwarant.web.middleware.reading",
    "gwarant.web.files.serving.bare",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gwarant.web.middleware.scope",
    "gwarant.web.middleware.language",
    "gwarant.web.middleware.refusal",
    "gwarant.web.browser.middleware",
    "gwarant.web.kept.middleware.kept",
    "gwarant.web.second_step.middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gwarant.web.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "gwarant.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip", "reset_password": "20/m/ip"}  # a person: by axes, and by attempts
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "gwarant.web.people.sign_in_forms.LoginForm",
    "change_password": "gwarant.web.people.sign_in_forms.ChangePasswordForm",
    "set_password": "gwarant.web.people.sign_in_forms.SetPasswordForm",
    "reset_password": "gwarant.web.people.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "gwarant.web.people.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "gwarant.web.people.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.is_secure
MFA_FORMS = {
    "authenticate": "gwarant.web.people.sign_in_forms.CodeForm",
    "reauthenticate": "gwarant.web.people.sign_in_forms.CodeAgainForm",
    "activate_totp": "gwarant.web.people.sign_in_forms.ActivateForm",
    "add_webauthn": "gwarant.web.people.sign_in_forms.PasskeyForm",
    "edit_webauthn": "gwarant.web.people.sign_in_forms.RenameForm",
}
MFA_TOTP_ISSUER = "Gwarant"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "gwarant.web.sign_in.address_of"
AXES_CLIENT_IP_CALLABLE = "gwarant.web.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "gwarant.web.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "__Host-session" if ENV.is_secure else "gwarant_session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.is_secure else "gwarant_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_secure
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 86_400
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [ENV.url]
CSRF_FAILURE_VIEW = "gwarant.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.is_behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, STYLE_HASH],
        "img-src": [SELF, "data:", *([ENV.files_host] if ENV.files_host else [])],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

FILE_UPLOAD_HANDLERS = ["gwarant.web.files.upload.Bounded"]
DATA_UPLOAD_MAX_NUMBER_FILES = None  # the handler leaves out those that are too many, and says so
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # of words; their fields say how many letters they take, and give them back

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "update_heartbeat_interval": 3,
    "stalled_worker_timeout": 15,
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LANGUAGE_COOKIE_NAME = "gwarant_language"
LOCALE_PATHS = sorted(PACKAGE.glob("**/locale"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gwarant": {"level": "INFO"}, "psycopg.pool": {"level": "ERROR"}},
}
