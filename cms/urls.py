"""Where the houses are joined, by text only."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import authenticate_with_password

from cms import finding, keeping, views
from cms.accounts import urls as accounts_urls
from cms.desk.account import DeskAccount
from cms.people import urls as people_urls
from cms.privacy import urls as privacy_urls

# Several apps have pages below /people/, in one namespace.
people_patterns = [*people_urls.people_patterns, *accounts_urls.people_patterns, *privacy_urls.people_patterns]

urlpatterns = [
    # Four side doors past allauth (decision 0003), closed before Wagtail's own patterns are reached.
    path("admin/login/", views.wagtail_side_door, name="closed_admin_login"),
    path("admin/password_reset/", views.wagtail_side_door, name="closed_password_reset"),
    re_path(r"^admin/password_reset/.+$", views.wagtail_side_door, name="closed_password_reset_steps"),
    path("_util/login/", views.wagtail_side_door, name="wagtailcore_login"),
    path("django-admin/login/", views.wagtail_side_door, name="closed_django_login"),
    # Nobody makes people, puts them into groups or changes what a group may do by hand (decision 0014), not even whoever hosts the site.
    path("admin/users/", views.nobodys_room, name="closed_users"),
    path("admin/users/<path:rest>", views.nobodys_room, name="closed_users_rest"),
    path("admin/bulk/people/user/<path:rest>", views.nobodys_room, name="closed_users_at_once"),
    path("admin/groups/", views.nobodys_room, name="closed_groups"),
    path("admin/groups/<path:rest>", views.nobodys_room, name="closed_groups_rest"),
    path("admin/account/", require_admin_access(DeskAccount.as_view()), name="desk_account"),
    path("admin/", include(wagtailadmin_urls)),
    # In place of Wagtail's two: the first opens to visitors too where the document stands on a public page.
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("", include("cms.people.urls")),
    path("", include("cms.accounts.urls")),
    path("", include("cms.privacy.urls")),
    path("people/", include((people_patterns, "people"))),
    path("directory/", include("cms.directory.urls")),
    path("health/", views.health, name="health"),
    path("media/<path:path>", views.media, name="media"),
    path("help/", views.help, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("recordings/<int:pk>/captions.vtt", views.recording_captions, name="recording_captions"),
    path("recordings/<int:pk>/<str:name>", views.recording, name="recording"),
    path("find/", finding.find, name="find"),
    path("find/suggest/", finding.suggest, name="suggest"),
    path("kept/", keeping.kept, name="kept"),
    path("reported/", keeping.reported_problems, name="reported_problems"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/keep/$", keeping.keep, name="keep"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/take-back/$", keeping.take_back, name="take_back"),
    re_path(r"^pages/(?P<pk>[0-9]{1,18})/problem/$", keeping.report_problem, name="report_problem"),
    path("words/", views.glossary, name="glossary"),
    path("provocations/", views.provocation_list, name="provocation_list"),
    path("provocations/<slug:slug>/", views.provocation, name="provocation"),
    path("authorities/", views.authorities, name="authorities"),
    path("authorities/<slug:slug>/", views.authority, name="authority"),
    path("", include("learning.urls")),
    path("", include("community.urls")),
]

if settings.DESIGN_PAGE:
    urlpatterns += [path("design/", views.design, name="design")]

urlpatterns += [
    path("", views.page, {"path": ""}, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
