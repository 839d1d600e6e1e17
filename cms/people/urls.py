"""Joining, the welcome, and the pages under /people/ for leads and administrators."""

from django.urls import path

from cms.people.views import (
    authorities,
    authority_closure,
    invitation_link,
    invitations,
    join_request_answers,
    join_requests,
    network,
    people,
    role_reviews,
    welcome,
)

urlpatterns = [
    path("account/welcome/", welcome.welcome, name="welcome"),
    path("join/<str:key>/", invitation_link.join, name="join"),
    path("ask-to-join/", join_requests.ask_to_join, name="ask_to_join"),
    path("ask-to-join/code/", join_requests.confirm_address, name="confirm_address"),
    path("ask-to-join/about-you/", join_requests.about_you, name="about_you"),
    path("ask-to-join/take-back/", join_requests.take_request_back, name="take_request_back"),
]

# Below /people/, in the namespace "people", which cms/urls.py puts together from several apps.
people_patterns = [
    path("", network.index, name="index"),
    path("roles/", network.network_roles, name="network_roles"),
    path("example.csv", invitations.list_example, name="list_example"),
    path("in/<slug:slug>/", people.authority, name="authority"),
    path("in/<slug:slug>/invite/", invitations.invite, name="invite"),
    path("in/<slug:slug>/invite-list/", invitations.invite_list, name="invite_list"),
    path("in/<slug:slug>/requests/", join_request_answers.requests, name="requests"),
    path("in/<slug:slug>/about/", authorities.about, name="about"),
    path("in/<slug:slug>/milestones/", authorities.milestones, name="milestones"),
    path("in/<slug:slug>/hubs/", authorities.hubs, name="hubs"),
    path("in/<slug:slug>/domains/", authorities.domains, name="domains"),
    path("in/<slug:slug>/settings/", authorities.settings, name="settings"),
    path("in/<slug:slug>/close/", authority_closure.close_place, name="close_place"),
    path("in/<slug:slug>/open/", authority_closure.open_place, name="open_place"),
    path("in/<slug:slug>/roles/", people.roles, name="roles"),
    path("lists/<int:pk>/", invitations.show_list, name="list"),
    path("lists/<int:pk>/confirm/", invitations.confirm_list, name="confirm_list"),
    path("lists/<int:pk>/send/", invitations.send_list, name="send_list"),
    path("lists/<int:pk>/stop/", invitations.stop_list, name="stop_list"),
    path("invitations/<int:pk>/send-again/", invitations.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("reviews/", role_reviews.reviews, name="reviews"),
    path("roles/<int:pk>/keep/", role_reviews.keep_role, name="keep_role"),
    path("requests/<int:pk>/", join_request_answers.show_request, name="request"),
    path("requests/<int:pk>/accept/", join_request_answers.accept_request, name="accept_request"),
    path("requests/<int:pk>/decline/", join_request_answers.decline_request, name="decline_request"),
    path("milestones/<int:pk>/", authorities.milestone, name="milestone"),
    path("milestones/<int:pk>/remove/", authorities.remove_milestone, name="remove_milestone"),
    path("hubs/<int:pk>/", authorities.hub, name="hub"),
    path("domains/<int:pk>/end/", authorities.end_domain, name="end_domain"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("<uuid:subject>/", people.person, name="person"),
    path("<uuid:subject>/move/", people.move, name="move"),
    path("<uuid:subject>/leave/", people.leave, name="leave"),
    path("<uuid:subject>/close/", people.close, name="close"),
    path("<uuid:subject>/open-again/", people.open_again, name="open_again"),
    path("<uuid:subject>/sign-out/", people.sign_out, name="sign_out"),
    path("<uuid:subject>/role/", people.give_role, name="give_role"),
]
