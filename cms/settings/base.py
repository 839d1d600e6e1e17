"""Settings common to every environment, without secrets or host names."""

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
    "cms.notices",
    "cms.search",
    "cms.pages",
    "cms.vocabulary",
    "cms.library",
    "cms.page_tree",
    "cms.privacy",
    "cms.directory",
    "cms.accounts",
    "cms.people",
    "cms.audit",
    "cms.safeguarding",
    "cms",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
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
    "cms.operations.middleware.CheckInput",
    "cms.operations.middleware.limit_waiting",
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
    "cms.accounts.middleware.no_store",
    "cms.accounts.middleware.remember_sender",
    "cms.accounts.middleware.LastSeen",
    "cms.accounts.middleware.SignInRequired",
    "cms.desk.middleware.DeskAccess",
    "cms.desk.middleware.MalformedInput",
    "cms.page_tree.middleware.tree_per_request",
    "casestudies.middleware.withdrawn_pages",
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

# Unless synchronous is FULL, SQLite can lose commits in a power cut. Unless secure_delete is on, what was deleted can still be read in
# the file. cms/apps.py checks these on every connection.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # For Wagtail's renditions. Reading their table takes one query; a database cache would take four.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# Users and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.backends.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cms.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {
    "login": "cms.accounts.forms.SignInForm",
    "reauthenticate": "cms.accounts.forms.PasswordReauthenticateForm",
    "reset_password": "cms.accounts.forms.PasswordResetForm",
    "request_login_code": "cms.accounts.forms.RequestSignInCodeForm",
    "confirm_login_code": "cms.accounts.forms.SignInCodeForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# People get accounts by invitation, or by a code sent to their work address (decision 0015). With "mandatory", allauth would ask invited
# people to confirm their address again at their first sign-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Drumbeat: "
ACCOUNT_SESSION_REMEMBER = None  # people choose: cms/accounts/keep_signed_in.py
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # an email when a password, an address or the second factor changes
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one replaces it once confirmed by a code
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before changing an address or a connected account
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # emails can be slow
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Decision 0035. `ip` limits one internet address, which a whole council may share. `key` limits one account from anywhere; browsers in
# which its owner recently signed in are counted separately. Limits are moving windows, and refused attempts do not count.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/5m/key",
    "reset_password": "30/m/ip,3/m/key",
    "reset_password_from_key": "30/m/ip",
    # Our own, enforced with allauth's code (decision 0015). Here `key` is the email address that the code is sent to.
    "ask_to_join": "60/h/ip",
    "email_to_address": "6/h/key",  # whichever page asks for it
    "confirm_address": "60/h/ip",
    "check_certificate": "20/h/ip",
    "take_down": "10/h/ip",  # references of case studies; ours too
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ADAPTER = "cms.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Drumbeat"
MFA_TOTP_TOLERANCE = 1  # also accept the previous and the next code, for slow typing and wrong clocks
MFA_ALLOW_UNVERIFIED_EMAIL = True  # invitations are sent to the address, so it is known to work
MFA_FORMS = {
    "authenticate": "cms.accounts.forms.CodeForm",
    "reauthenticate": "cms.accounts.forms.CodeReauthenticateForm",
    "activate_totp": "cms.accounts.forms.ActivateCodeForm",
    "add_webauthn": "cms.accounts.forms.AddPasskeyForm",
    "login_webauthn": "cms.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "cms.accounts.forms.PasskeySecondFactorForm",
    "reauthenticate_webauthn": "cms.accounts.forms.PasskeyReauthenticateForm",
    "edit_webauthn": "cms.accounts.forms.RenamePasskeyForm",
}
# Single sign-on with an authority's own provider (decision 0034): matched by subject, never by email, and never creates an account.
SOCIALACCOUNT_ADAPTER = "cms.accounts.adapter.AuthorityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# We need the subject only, so we do not request name or email.
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"]}}
# Added to the form-action policy of pages that lead to a provider, because browsers apply it to redirects too.
PROVIDER_SCHEMES = ["https:"]
# Anyone with a role needs a passkey or an authenticator app before they can use it.
SECOND_FACTOR_REQUIRED = True
SESSION_ENGINE = "cms.accounts.models"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.accounts.views.unsent_forms.csrf_failure"
# A signed cookie takes no query and no write to the session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the edit form of a lesson with 80 blocks has a few thousand

# Language, time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.pages.style_sheets.CombinedStyleSheets",
]
STATICFILES_DIRS = [("help", ROOT / "docs" / "pictures")]  # pictures in the guides, which are shown under /help/
FILE_UPLOAD_HANDLERS = [
    "cms.library.upload_limits.MaxRequestSizeUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "cms.operations.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# Strict for the site. Wagtail's admin needs inline scripts, so ContentSecurityPolicy in cms/pages/middleware.py relaxes it there.
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
X_FRAME_OPTIONS = "DENY"  # Wagtail exempts its previews
SECURE_REFERRER_POLICY = "same-origin"

# Wagtail
WAGTAIL_SITE_NAME = "Drumbeat"
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # people change their address on the site, confirmed by email
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
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # an ordinary camera's; resizing needs about four bytes of memory a pixel
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

# Drumbeat
SEND_EMAIL_AT_ONCE = True  # after the response; False leaves every email to the worker, `manage.py send_outbox`
EMAIL_TIMEOUT = 20  # seconds
VERIFY_COMMANDS = ["rebuild_progress --verify", "verify_audit_log"]  # run by `restore` and `carry_over`; each fails if something is wrong
DESK_SNIPPETS = ["learning.pathway"]  # snippets of other apps that trainers write and publish
# Commands of other apps that `manage.py nightly` runs after its own tasks.
NIGHTLY_COMMANDS = [
    "forget_word_files",
    "seal_audit_log",
    "check_case_studies",
    "apply_rules",
    "renew_modules",
    "warn_diplomas",
    "count_network",
]
SMALLEST_NETWORK_COUNT = 10  # people; smaller figures about the whole network are never shown
MAX_UPLOAD_MEGABYTES = {"document": 20, "video": 200, "audio": 60, "captions": 1}
# The largest request body of each page that takes files, by URL name; every other page has the default. The proxy limits bodies too.
MAX_REQUEST_MEGABYTES = {
    "default": 3,
    "admin": max(MAX_UPLOAD_MEGABYTES.values()) + 20,
    "directory:set_photo": 25,
    "people:invite_list": 12,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cms.settings.log_format.MaskSecrets",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django would also email errors to ADMINS, with the fields of the form.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
