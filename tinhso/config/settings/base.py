"""What holds in every situation."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tinhso.config.postgres.connection import database_settings
from tinhso.config.settings import environment
from tinhso.config.settings.parts.accounts import *  # noqa: F403
from tinhso.config.settings.parts.logs import *  # noqa: F403
from tinhso.config.settings.parts.mail import mail_settings
from tinhso.config.settings.parts.secret import secret_key

BASE_DIR = Path(__file__).resolve().parents[3]
HOME = environment.HOME.read()
PROVINCE = environment.PROVINCE.read()
PROVINCE_UNTIL = environment.PROVINCE_UNTIL.read()
PROVINCE_NAME = environment.PROVINCE_NAME.read()
SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = environment.ALLOWED_HOSTS.read()

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "tinhso.kernel",
    "tinhso.ui",
    "tinhso.modules.directory",
    "tinhso.modules.identity",
    "tinhso.modules.notifications",
    "tinhso.modules.procedures",
    "tinhso.modules.cases",
    "tinhso.modules.portal",
    "tinhso.config.operator",
    # Last, so that our templates come before those of the package.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tinhso.config.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tinhso.modules.identity.web.middleware.ActorMiddleware",
    "tinhso.ui.middleware.AsOfMiddleware",
    "tinhso.config.middleware.ReadableRequests",
    "tinhso.config.middleware.RefusalPages",
]

ROOT_URLCONF = "tinhso.config.urls"
WSGI_APPLICATION = "tinhso.config.wsgi.application"
FORM_RENDERER = "tinhso.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tinhso.ui.context.page",
            ],
        },
    }
]

DATABASES = {"default": database_settings(HOME, environment.DATABASE_ROLE.read())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [path for path in [BASE_DIR / "build" / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FILE_STORE = environment.FILE_STORE.read()
VIRUS_SCANNER = environment.VIRUS_SCANNER.read()
RELEASE_UNSCANNED_FILES = environment.RELEASE_UNSCANNED_FILES.read()
PORTAL_SECRET = environment.PORTAL_SECRET.read()
PORTAL_URL = environment.PORTAL_URL.read()
# Jobs find their schedule when a worker starts; a job missed while nothing ran is made up for.
PROCRASTINATE_IMPORT_PATHS = ["tinhso.config.schedule"]
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 12 * 60 * 60}
EMAIL_FILE_PATH = str(HOME / "outgoing-mail")
globals().update(mail_settings(environment.EMAIL_URL.read(), HOME))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.EMAIL_FROM.read()
PUBLIC_ADDRESS = environment.PUBLIC_ADDRESS.read()
TRUSTED_PROXIES = environment.TRUSTED_PROXIES.read()
METRICS_FROM = environment.METRICS_FROM.read()
SECURITY_CONTACT = environment.SECURITY_CONTACT.read()

# A dossier may carry many scanned papers; each file is limited by the kernel, the request by this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tinhso.config.pages.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if environment.SECURE.read():
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
