"""Every setting, read from the environment once, loud when wrong. README and .env.example list the variables."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from network import embedded
from network.core.identity import identity_providers

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("GLOD_VAR", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL, REDIS_URL = (env.str(name, default="") for name in ("DATABASE_URL", "REDIS_URL"))
# "embedded" is one process that owns its PostgreSQL; "full" is several processes that share services.
PROFILE = env.str("GLOD_PROFILE", default="full" if DATABASE_URL and REDIS_URL else "embedded")
PORT = env.int("PORT", default=8000)
ORIGINS = env.list("GLOD_ORIGINS", default=[f"http://localhost:{PORT}", f"http://127.0.0.1:{PORT}"])
DEMO = env.bool("GLOD_DEMO", default=PROFILE == "embedded")
SITE_NAME = env.str("GLOD_NAME", default="Glød")
FONT_AVAILABLE = (BASE_DIR / "static" / "fonts" / "schibsted-grotesk.woff2").exists()

SECRET_KEY = env.str("SECRET_KEY", default="") or embedded.secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters; no default is accepted.")

DEBUG = False
ALLOWED_HOSTS = sorted({origin.split("//")[-1].rsplit(":", 1)[0] for origin in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS
ROOT_URLCONF = "network.urls"
WSGI_APPLICATION = "network.wsgi.application"
ASGI_APPLICATION = "network.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "profiles.Person"

INSTALLED_APPS = [
    "network.apps.NetworkConfig",
    "network.core",
    "network.live",
    "profiles",
    "network.notifications",
    "network.policy",
    "network.groups",
    "network.conversations",
    "network.feed",
    "ideas",
    "network.search",
    "network.moderation",
    "network.openness",
    "network.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "profiles.identity",  # the providers of allauth.socialaccount: no address of theirs that we did not write
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "network.core.context.Beginning",
    "network.core.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "profiles.middleware.LanguageOfPerson",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "profiles.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "network.policy.middleware.RulesKnown",  # last: it asks whether htmx wants a fragment
]

_LOADERS = [f"django.template.loaders.{place}.Loader" for place in ("filesystem", "app_directories")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.contrib.auth.context_processors.auth",
                "network.core.context.shell",
                "network.groups.context.my_groups",
                "network.policy.context.rules",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "network.core.templatetags.ui"],
        },
    }
]

_database = env.db_url_config(DATABASE_URL or embedded.database_url(VAR_DIR), engine="network.core.database")
DATABASES = {
    "default": {
        **_database,
        "CONN_MAX_AGE": 600,  # each lasting thread keeps its own connection
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),  # what the address asks for: the socket's folder, sslmode
            "connect_timeout": 2,
            "server_side_binding": True,
            "prepare_threshold": 5,  # what a page asks each time is planned once in each connection
            "options": "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000",
        },
    }
}

# Tries at signing in outlive a process and are shared: PostgreSQL. Cards are versioned: each process keeps its own.
_IN_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Never thrown out to make room: somebody who tries many addresses would empty the counters of others.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "cards": {
        "BACKEND": _IN_PROCESS,
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 6000},
    },
    # who owes no acknowledgement of the rules: policy.queries.knowing.asked_now
    "known": {"BACKEND": _IN_PROCESS, "LOCATION": "known", "TIMEOUT": 60, "OPTIONS": {"MAX_ENTRIES": 60_000}},
}

if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None, "max_connections": 5000}]},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10000}}}

# Languages, time and text
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("GLOD_TIME_ZONE", default="Europe/Oslo")
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT, MEDIA_ROOT = VAR_DIR / "static", VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "network.core.static.BundledStaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 200, 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "network.core.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_BYTES = env.int("GLOD_UPLOAD_MAX_MB", default=20) * 1024 * 1024
IMPORT_DIR, IMPORT_HOSTS = env.str("GLOD_IMPORT_DIR", default=""), env.list("GLOD_IMPORT_HOSTS", default=[])
LIMITED = env.bool("GLOD_LIMITS", default=True)  # network.core.limits
LDAP_HOSTS, LDAP_BIND_DN = env.list("GLOD_LDAP_HOSTS", default=[]), env.str("GLOD_LDAP_BIND_DN", default="")
LDAP_PASSWORD, LDAP_PASSWORD_FILE = (env.str(f"GLOD_LDAP_{name}", default="") for name in ("PASSWORD", "PASSWORD_FILE"))
LDAP_CA = env.str("GLOD_LDAP_CA", default="/etc/ssl/certs/ca-certificates.crt")
FILES_QUOTA_MB = env.int("GLOD_FILES_QUOTA_MB", default=2000)  # a person's files altogether

# Mail
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("GLOD_MAIL_FROM", default="glod@glod.example")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:  # the local mail sink: every letter is a file in var/mail
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10

# Sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "profiles.passwords.ContextWords"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "profiles.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts when its link was used
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "profiles.sessions.ResetTokens"  # noqa: S105 (the name of a class)
ACCOUNT_FORMS = {
    "login": "profiles.forms.sign_in.LoginForm",
    "reset_password": "profiles.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "profiles.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "profiles.forms.sign_in.ChangePasswordForm",
    "set_password": "profiles.forms.sign_in.SetPasswordForm",
    "add_email": "profiles.forms.sign_in.AddEmailForm",
    "reauthenticate": "profiles.forms.sign_in.PasswordAgainForm",
}
SOCIALACCOUNT_ADAPTER = "profiles.identity.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing: an account is an issuer and a subject
IDENTITY_PROVIDERS = identity_providers(env)
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}  # there is no secret to guess; an office shares an address
MFA_ADAPTER = "profiles.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "profiles.forms.sign_in.AuthenticateForm", "reauthenticate": "profiles.forms.sign_in.CodeAgainForm",
    "authenticate_webauthn": "profiles.forms.keys.AuthenticateKeyForm",
    "reauthenticate_webauthn": "profiles.forms.keys.KeyAgainForm",
    "login_webauthn": "profiles.forms.keys.LoginKeyForm", "edit_webauthn": "profiles.forms.sign_in.EditWebAuthnForm",
    "activate_totp": "profiles.forms.sign_in.ActivateTOTPForm",
    "add_webauthn": "profiles.forms.sign_in.AddWebAuthnForm",
}  # fmt: skip
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = "profiles.adapter.display_name"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
# A whole office may sit behind one address: generous for the address, strict for the account.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "300/m/ip,10/15m/key",
    "wrong_code": "5/15m/key",  # ours: profiles.forms.sign_in.CodeForm
    "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "invite": "30/h/user",  # ours: profiles.views.invitations
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("GLOD_PROXIES", default=0)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a new address counts only once its link was used
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ORIGINS[0].startswith("https://")
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # the code before and after count too: clocks differ, and typing takes time

# Sessions, cookies, headers
SECURE = ORIGINS[0].startswith("https://")
SESSION_ENGINE = "profiles.sessions"
SESSION_COOKIE_AGE = 7 * 24 * 3600  # unused; however busy, profiles.sessions.LONGEST
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "network.core.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS = "same-origin", "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = (
    [] if SECURE else ["security.W004", "security.W008", "security.W012", "security.W016"]
)  # plain HTTP on this machine only: the embedded profile on localhost

# Product figures
QUESTIONS_A_WEEK = env.int("GLOD_QUESTIONS_A_WEEK", default=3)  # at most sent to one person who said they know
K_ANONYMITY = env.int("GLOD_K", default=5)  # smallest group of people that a figure may describe
CUSTODY_KEY = env.str("GLOD_CUSTODY_KEY", default="")  # seals who reported; "" is made of SECRET_KEY
LIVE_LOG_HORIZON_HOURS = 24

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "network.core.logs.JsonLine"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": env.str("GLOD_LOG_LEVEL", default="WARNING")},
    "loggers": {"glod": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
