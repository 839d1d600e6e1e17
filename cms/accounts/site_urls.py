"""Signing in, the account, joining, people and the directory."""

from allauth.socialaccount import views as allauth_social
from django.urls import include, path
from django.views.generic import RedirectView

from cms.accounts import views as accounts
from cms.accounts.urls import directory_urls

urlpatterns = [
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
]
