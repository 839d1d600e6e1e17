"""Where the houses are joined, by text only."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import finding, keeping, views
from cms.accounts import views as accounts

urlpatterns = [
    # Four side doors past allauth (decision 0003), closed before Wagtail's own patterns are reached.
    path("admin/login/", views.wagtail_side_door, name="closed_admin_login"),
    path("admin/password_reset/", views.wagtail_side_door, name="closed_password_reset"),
    re_path(r"^admin/password_reset/.+$", views.wagtail_side_door, name="closed_password_reset_steps"),
    path("_util/login/", views.wagtail_side_door, name="wagtailcore_login"),
    path("django-admin/login/", views.wagtail_side_door, name="closed_django_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/code/", include("allauth.mfa.urls")),
    path("account/second-factor/", accounts.second_factor, name="second_factor"),
    path("account/", accounts.account, name="account"),
    path("account/send-again/", accounts.send_again, name="send_again"),
    path("join/<str:key>/", accounts.join, name="join"),
    path("people/", include("cms.accounts.urls")),
    path("health/", views.health, name="health"),
    path("media/<path:path>", views.media, name="media"),
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
    path("", include("learning.urls")),
    path("", include("community.urls")),
]

if settings.DESIGN_PAGE:
    urlpatterns += [path("design/", views.design, name="design")]

urlpatterns += [
    path("", views.page, {"path": ""}, name="home"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
