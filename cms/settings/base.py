"""What every way of running Drumbeat shares. Secrets and hosts are not here."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"

INSTALLED_APPS = [
    "learning",
    "casestudies",
    "community",
    "cms.starter_content",
    "cms.desk",
    "cms.members",
    "cms.search",
    "cms.pages",
    "cms.vocabulary",
    "cms.library",
    "cms.page_tree",
    "cms.accounts",
    "cms",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtailmedia",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "laces",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.pages.middleware.CompressPages",
    "cms.pages.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.middleware.SignInRequired",
    "cms.desk.middleware.DeskAccess",
    "cms.page_tree.middleware.tree_per_request",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.pages.context_processors.frame",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# SQLite loses acknowledged commits in a power cut unless synchronous is FULL; `cms.apps` checks it on every connection.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Wagtail keeps sizes of pictures here. Asking the table is one query; a cache in the database would be four.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.backends.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cms.accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "cms.accounts.forms.SignInForm",
    "reauthenticate": "cms.accounts.forms.PasswordAgainForm",
    "reset_password": "cms.accounts.forms.NewPasswordLetterForm",
    "request_login_code": "cms.accounts.forms.AskForCodeForm",
    "confirm_login_code": "cms.accounts.forms.SignInCodeForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# The network gives accounts to people it knows. An address is confirmed by a code of ours (decision 0015): allauth's would ask for
# "mandatory" here, and then sends whoever has no row with it at their first sign-in to confirm what the network knows.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Drumbeat: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a letter when a password, an address or the second factor changes
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once the code sent there has come back
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an address or a connected log-in is changed only by whoever just proved who they are
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # letters are slow
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Decision 0016. `ip` counts one internet address (a whole council may share it), `key` one account, from wherever it is tried but for
# browsers its owner signed in with lately, which are counted each by itself (limits.counted_as).
# A limit is a moving window: nobody waits longer than its minutes, and what was refused does not count.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/5m/key",
    "reset_password": "30/m/ip,3/m/key",
    "reset_password_from_key": "30/m/ip",
    # Decision 0015. Ours, counted as allauth counts its own; here `key` is the address that a letter goes to.
    "ask_to_join": "60/h/ip",
    "ask_to_join_letter": "4/h/key",
    "confirm_address": "60/h/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ADAPTER = "cms.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Drumbeat"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after count too: fingers and clocks are slow
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made for addresses the network knows, and invitations go there
MFA_FORMS = {
    "authenticate": "cms.accounts.forms.CodeForm",
    "reauthenticate": "cms.accounts.forms.CodeAgainForm",
    "activate_totp": "cms.accounts.forms.FirstCodeForm",
    "add_webauthn": "cms.accounts.forms.PasskeyForm",
    "login_webauthn": "cms.accounts.forms.PasskeyAloneForm",
    "authenticate_webauthn": "cms.accounts.forms.PasskeyBesideForm",
    "reauthenticate_webauthn": "cms.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "cms.accounts.forms.PasskeyNameForm",
}
# Signing in with one's authority (decision 0016): matched by subject only, never by e-mail; nobody gets an account this way.
SOCIALACCOUNT_ADAPTER = "cms.accounts.adapter.AuthorityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# No name and no address is asked for: the subject is enough.
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"]}}
# Where a form on the page that leads to one's authority may end up: browsers ask the policy about redirects too.
PROVIDERS_STAND_AT = ["https:"]
# Whoever holds a role beyond member needs a second factor, a passkey or a code from their phone, before they reach what it opens.
SECOND_FACTOR_REQUIRED = True
SESSION_ENGINE = "cms.accounts.models.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.accounts.views.csrf_failure"
# Messages travel in a signed cookie: no write to the session, no query.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a lesson of 80 blocks has a few thousand at the desk

# Language, time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("help", ROOT / "docs" / "pictures")]  # the guides are shown under /help/, with their pictures
FILE_UPLOAD_HANDLERS = [
    "cms.library.upload_limits.MaxRequestSizeUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# Content security: strict for the site; Wagtail's own screens have inline scripts without a nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
    },
}
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews through
SECURE_REFERRER_POLICY = "same-origin"

# Wagtail
WAGTAIL_SITE_NAME = "Drumbeat"
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the address one signs in with changes on the site, by a letter to the new one
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.library.forms.pictures.CheckedImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # an ordinary camera's; four times as many bytes while it is made smaller
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "txt", "csv"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "library.Recording",
    "MEDIA_FORM_BASE": "cms.library.forms.recordings.RecordingForm",
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
    "AUDIO_EXTENSIONS": ["mp3", "m4a"],
}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.library.forms.documents.CheckedDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.desk.workflow.publish_reviewed"
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000

# Drumbeat's own
MAX_UPLOAD_MEGABYTES = {"document": 20, "video": 200, "audio": 60, "captions": 1}
SAFETY_LINE = "If a child is in danger now, ring 999. Nothing written here reaches a duty team."

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "cms.settings.log_format.WithoutAddresses", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
