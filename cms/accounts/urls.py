"""A lead's people and what else a lead looks after, and the directory of members. One's own account and coming in stand in cms/urls.py."""

from django.urls import path

from cms.accounts.views import audit, closing, directory, forgetting, inviting, network, people, places, reviewing, signing

app_name = "people"
urlpatterns = [
    path("", network.index, name="index"),
    path("roles/", network.network_roles, name="network_roles"),
    path("audit/", audit.audit, name="audit"),
    path("forget/", forgetting.forget_list, name="forget_list"),
    path("forget/<int:pk>/", forgetting.forget, name="forget"),
    path("sign-in/", signing.providers, name="providers"),
    path("example.csv", inviting.list_example, name="list_example"),
    path("in/<slug:slug>/", people.authority, name="authority"),
    path("in/<slug:slug>/invite/", inviting.invite, name="invite"),
    path("in/<slug:slug>/invite-list/", inviting.invite_list, name="invite_list"),
    path("in/<slug:slug>/requests/", places.requests, name="requests"),
    path("in/<slug:slug>/about/", places.about, name="about"),
    path("in/<slug:slug>/milestones/", places.milestones, name="milestones"),
    path("in/<slug:slug>/hubs/", places.hubs, name="hubs"),
    path("in/<slug:slug>/domains/", places.domains, name="domains"),
    path("in/<slug:slug>/settings/", places.settings, name="settings"),
    path("in/<slug:slug>/close/", closing.close_place, name="close_place"),
    path("in/<slug:slug>/open/", closing.open_place, name="open_place"),
    path("in/<slug:slug>/roles/", people.roles, name="roles"),
    path("lists/<int:pk>/", inviting.show_list, name="list"),
    path("lists/<int:pk>/confirm/", inviting.confirm_list, name="confirm_list"),
    path("lists/<int:pk>/send/", inviting.send_list, name="send_list"),
    path("lists/<int:pk>/stop/", inviting.stop_list, name="stop_list"),
    path("invitations/<int:pk>/send-again/", inviting.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("roles/<int:pk>/keep/", reviewing.keep_role, name="keep_role"),
    path("requests/<int:pk>/", places.show_request, name="request"),
    path("requests/<int:pk>/accept/", places.accept_request, name="accept_request"),
    path("requests/<int:pk>/decline/", places.decline_request, name="decline_request"),
    path("milestones/<int:pk>/", places.milestone, name="milestone"),
    path("milestones/<int:pk>/remove/", places.remove_milestone, name="remove_milestone"),
    path("hubs/<int:pk>/", places.hub, name="hub"),
    path("domains/<int:pk>/end/", places.end_domain, name="end_domain"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("<uuid:subject>/", people.person, name="person"),
    path("<uuid:subject>/move/", people.move, name="move"),
    path("<uuid:subject>/leave/", people.leave, name="leave"),
    path("<uuid:subject>/close/", people.close, name="close"),
    path("<uuid:subject>/open-again/", people.open_again, name="open_again"),
    path("<uuid:subject>/sign-out/", people.sign_out, name="sign_out"),
    path("<uuid:subject>/second-factor/", people.take_factors, name="take_factors"),
    path("<uuid:subject>/asks-to-be-forgotten/", forgetting.ask_for, name="ask_for"),
    path("<uuid:subject>/role/", people.give_role, name="give_role"),
]

# The directory, a name space of its own.
directory_urls = (
    [
        path("", directory.index, name="index"),
        path("your-card/", directory.your_card, name="your_card"),
        path("your-card/up/", directory.put_up, name="put_up"),
        path("your-card/down/", directory.take_down, name="take_down"),
        path("your-card/photo/", directory.set_photo, name="set_photo"),
        path("your-card/photo/remove/", directory.remove_photo, name="remove_photo"),
        path("<uuid:uid>/", directory.card, name="card"),
        path("<uuid:uid>/photo/", directory.photo, name="photo"),
    ],
    "directory",
)
