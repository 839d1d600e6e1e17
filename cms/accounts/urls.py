"""Signing in (allauth's pages and ours around them) and the account page."""

from allauth.socialaccount.views import login_cancelled
from django.urls import include, path
from django.views.generic import RedirectView

from cms.accounts.views import account, address, authority_sign_in, second_factor, sessions, unsent_forms

urlpatterns = [
    # allauth confirms a changed address by a link; we use a code.
    path("accounts/email/", RedirectView.as_view(pattern_name="change_address"), name="closed_account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/code/", include("allauth.mfa.urls")),
    path("accounts/with/", authority_sign_in.with_authority, name="with_authority"),
    path("accounts/with/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/with/<slug:provider_id>/login/", authority_sign_in.login, name="openid_connect_login"),
    path("accounts/with/<slug:provider_id>/login/callback/", authority_sign_in.callback, name="openid_connect_callback"),
    path("accounts/connected/", authority_sign_in.connected, name="socialaccount_connections"),
    path("account/second-factor/", second_factor.second_factor, name="second_factor"),
    path("account/", account.account, name="account"),
    path("account/address/", address.change_address, name="change_address"),
    path("account/address/code/", address.change_address_code, name="change_address_code"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end-others/", sessions.end_others, name="end_others"),
    path("account/sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("account/close/", account.close_own_account, name="close_own_account"),
    path("account/send-again/", unsent_forms.send_again, name="send_again"),
]

# Below /people/: see cms/urls.py.
people_patterns = [
    path("sign-in/", authority_sign_in.providers, name="providers"),
    path("<uuid:subject>/second-factor/", second_factor.remove_second_factor, name="remove_second_factor"),
]
