"""Where the houses are joined, by text only."""

from allauth.socialaccount import views as allauth_social
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import authenticate_with_password

from cms import finding, keeping, views
from cms.accounts import views as accounts
from cms.accounts.urls import directory_urls
from cms.desk.account import DeskAccount

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
    path("admin/bulk/accounts/user/<path:rest>", views.nobodys_room, name="closed_users_at_once"),
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
    # Allauth confirms a changed address by a link; here it is a code.
    path("accounts/email/", RedirectView.as_view(pattern_name="change_address"), name="closed_account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/code/", include("allauth.mfa.urls")),
    path("accounts/with/", accounts.with_authority, name="with_authority"),
    path("accounts/with/cancelled/", allauth_social.login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/with/<slug:provider_id>/login/", accounts.go_there, name="openid_connect_login"),
    path("accounts/with/<slug:provider_id>/login/callback/", accounts.back_from_there, name="openid_connect_callback"),
    path("accounts/connected/", accounts.connected, name="socialaccount_connections"),
    path("account/second-factor/", accounts.second_factor, name="second_factor"),
    path("account/", accounts.account, name="account"),
    path("account/address/", accounts.change_address, name="change_address"),
    path("account/address/code/", accounts.change_address_code, name="change_address_code"),
    path("account/sessions/", accounts.sessions, name="sessions"),
    path("account/sessions/end-others/", accounts.end_others, name="end_others"),
    path("account/sessions/<int:pk>/end/", accounts.end_session, name="end_session"),
    path("account/who-can-see/", accounts.who_can_see, name="who_can_see"),
    path("account/everything/", accounts.own_record, name="own_record"),
    path("account/close/", accounts.close_own_account, name="close_own_account"),
    path("account/be-forgotten/", accounts.be_forgotten, name="be_forgotten"),
    path("account/stay-known/", accounts.stay_known, name="stay_known"),
    path("account/send-again/", accounts.send_again, name="send_again"),
    path("account/welcome/", accounts.welcome, name="welcome"),
    path("join/<str:key>/", accounts.join, name="join"),
    path("ask-to-join/", accounts.ask_to_join, name="ask_to_join"),
    path("ask-to-join/code/", accounts.confirm_address, name="confirm_address"),
    path("ask-to-join/about-you/", accounts.about_you, name="about_you"),
    path("ask-to-join/take-back/", accounts.take_request_back, name="take_request_back"),
    path("people/", include("cms.accounts.urls")),
    path("directory/", include(directory_urls)),
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
