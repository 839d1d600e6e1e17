"""A lead's people. One's own account stands in cms/urls.py."""

from django.urls import path

from cms.accounts.views import audit, forgetting, inviting, people

app_name = "people"
urlpatterns = [
    path("", people.index, name="index"),
    path("audit/", audit.audit, name="audit"),
    path("forget/", forgetting.forget_list, name="forget_list"),
    path("forget/<int:pk>/", forgetting.forget, name="forget"),
    path("example.csv", inviting.list_example, name="list_example"),
    path("in/<slug:slug>/", people.authority, name="authority"),
    path("in/<slug:slug>/invite/", inviting.invite, name="invite"),
    path("in/<slug:slug>/invite-list/", inviting.invite_list, name="invite_list"),
    path("in/<slug:slug>/hubs/", people.hubs, name="hubs"),
    path("in/<slug:slug>/roles/", people.roles, name="roles"),
    path("lists/<int:pk>/", inviting.show_list, name="list"),
    path("lists/<int:pk>/confirm/", inviting.confirm_list, name="confirm_list"),
    path("lists/<int:pk>/send/", inviting.send_list, name="send_list"),
    path("lists/<int:pk>/stop/", inviting.stop_list, name="stop_list"),
    path("invitations/<int:pk>/send-again/", inviting.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("<uuid:subject>/", people.person, name="person"),
    path("<uuid:subject>/move/", people.move, name="move"),
    path("<uuid:subject>/leave/", people.leave, name="leave"),
    path("<uuid:subject>/close/", people.close, name="close"),
    path("<uuid:subject>/open-again/", people.open_again, name="open_again"),
    path("<uuid:subject>/sign-out/", people.sign_out, name="sign_out"),
    path("<uuid:subject>/asks-to-be-forgotten/", forgetting.ask_for, name="ask_for"),
    path("<uuid:subject>/role/", people.give_role, name="give_role"),
]
