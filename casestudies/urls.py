"""URLs of case studies, besides their pages."""

from django.urls import path, re_path

from casestudies.views import contribute, figures, reviewing, submitting, take_down

app_name = "casestudies"
OWN = "case-studies/contribute/<uuid:uid>/"
# Eighteen digits fit the primary keys of every database; a longer number must be a 404, not a database error.
PAGE = r"^case-studies/contribute/page/(?P<pk>[0-9]{1,18})/"
urlpatterns = [
    path("case-studies/contribute/", contribute.contribute, name="contribute"),
    path("case-studies/contribute/start/", contribute.start, name="start"),
    path(OWN, contribute.write, name="write"),
    path(OWN + "second-author/", contribute.second_author, name="second_author"),
    path(OWN + "delete/", contribute.delete, name="delete"),
    path(OWN + "checklist/", submitting.checklist, name="checklist"),
    path(OWN + "reference/", submitting.reference, name="reference"),
    path(OWN + "send/", submitting.send, name="send"),
    path(OWN + "where/", submitting.where, name="where"),
    path(OWN + "take-back/", submitting.take_back, name="take_back"),
    path(OWN + "withdraw/", submitting.withdraw_own, name="withdraw_own"),
    re_path(PAGE + "send/$", submitting.send_page, name="send_page"),
    re_path(PAGE + "override/$", submitting.override, name="override"),
    path("case-studies/review/", reviewing.queue, name="queue"),
    path("case-studies/review/<uuid:uid>/", reviewing.review, name="review"),
    path("case-studies/review/<uuid:uid>/take/", reviewing.take, name="take"),
    path("case-studies/review/pause/", reviewing.pause, name="pause"),
    re_path(r"^case-studies/review/again/(?P<pk>[0-9]{1,18})/$", reviewing.read_again, name="read_again"),
    path("case-studies/figures/", figures.figures, name="figures"),
    path("case-studies/take-down/", take_down.take_down, name="take_down"),
]
