"""URLs of boards, topics and posts."""

from django.urls import path, re_path

from community.views import board_settings, boards, facilitating, following, moderation, search, topics, writing

app_name = "boards"
# Eighteen digits fit the primary keys of every database; a longer number must be a 404, not a database error.
TOPIC = r"^topics/(?P<pk>[0-9]{1,18})/"
POST = r"^posts/(?P<pk>[0-9]{1,18})/"
urlpatterns = [
    path("boards/", boards.index, name="index"),
    path("boards/unanswered/", boards.unanswered, name="unanswered"),
    path("boards/search/", search.search, name="search"),
    re_path(r"^boards/about/(?P<pk>[0-9]{1,18})/$", boards.about, name="about"),
    path("boards/drafts/", boards.drafts, name="drafts"),
    re_path(r"^boards/drafts/(?P<pk>[0-9]{1,18})/delete/$", boards.discard, name="discard"),
    path("boards/manage/", board_settings.manage, name="manage"),
    path("boards/make/", board_settings.make, name="make"),
    path("boards/queue/", moderation.queue, name="queue"),
    re_path(r"^boards/queue/(?P<pk>[0-9]{1,18})/$", moderation.decide, name="decide"),
    re_path(r"^boards/requests/(?P<pk>[0-9]{1,18})/$", moderation.answer_request, name="answer_request"),
    re_path(r"^boards/time-outs/(?P<pk>[0-9]{1,18})/lift/$", facilitating.lift, name="lift"),
    re_path(r"^boards/time-outs/(?P<pk>[0-9]{1,18})/read/$", facilitating.acknowledge, name="acknowledge"),
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("boards/<slug:slug>/start/", writing.start, name="start"),
    path("boards/<slug:slug>/read/", boards.mark_read, name="mark_read"),
    path("boards/<slug:slug>/follow/", following.follow_board, name="follow_board"),
    path("boards/<slug:slug>/log/", boards.log, name="log"),
    path("boards/<slug:slug>/slow/", facilitating.slow_mode, name="slow_mode"),
    path("boards/<slug:slug>/settings/", board_settings.settings, name="settings"),
    path("boards/<slug:slug>/open/", board_settings.open_closed, name="open_closed"),
    path("boards/<slug:slug>/ask/", moderation.ask, name="ask"),
    path("boards/<slug:slug>/ask/cancel/", moderation.cancel_request, name="cancel_request"),
    re_path(TOPIC + "$", topics.topic, name="topic"),
    re_path(TOPIC + r"(?P<number>[0-9]{1,8})/$", topics.post, name="post"),
    re_path(TOPIC + "follow/$", following.follow, name="follow"),
    re_path(TOPIC + "reply/$", writing.reply, name="reply"),
    re_path(TOPIC + "what-happened-next/$", topics.follow_up, name="follow_up"),
    re_path(TOPIC + "move/$", moderation.move, name="move"),
    re_path(TOPIC + "merge/$", facilitating.merge, name="merge"),
    re_path(TOPIC + "split/$", facilitating.split, name="split"),
    re_path(TOPIC + "state/$", moderation.topic_state, name="topic_state"),
    re_path(POST + "react/$", topics.react, name="react"),
    re_path(POST + "helped/$", topics.helped, name="helped"),
    re_path(POST + "edit/$", writing.edit, name="edit"),
    re_path(POST + "delete/$", writing.delete, name="delete"),
    re_path(POST + "undo/$", writing.undo, name="undo"),
    re_path(POST + "history/$", writing.history, name="history"),
    re_path(POST + "report/$", moderation.report, name="report"),
    re_path(POST + "writer/$", facilitating.sanction, name="sanction"),
]
