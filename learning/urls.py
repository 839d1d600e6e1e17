"""URLs of learning that are not Wagtail pages."""

from django.urls import path

from learning.reports import urls as report_urls
from learning.views import certificates, checks, lessons, own_record

app_name = "learning"
urlpatterns = [
    path("my-learning/", own_record.my_learning, name="my_learning"),
    path("my-learning/download/", own_record.download, name="download"),
    path("my-learning/due-dates.ics", own_record.due_dates, name="due_dates"),
    path("my-learning/notes/", own_record.my_notes, name="my_notes"),
    path("my-learning/modules/<uuid:uid>/carry-on/", lessons.carry_on, name="carry_on"),
    path("my-learning/modules/<uuid:uid>/finished/", own_record.finished, name="finished"),
    path("my-learning/record.pdf", certificates.whole_record, name="record_pdf"),
    path("my-learning/modules/<uuid:uid>/certificate/", certificates.certificate, name="certificate"),
    path("my-learning/modules/<uuid:uid>/certificate/make/", certificates.issue, name="make_certificate"),
    path("my-learning/modules/<uuid:uid>/certificate.pdf", certificates.pdf, name="certificate_pdf"),
    path("check-a-certificate/", certificates.check, name="check_certificate"),
    path("my-learning/modules/<uuid:uid>/team-sheet/", own_record.team_sheet, name="team_sheet"),
    path("my-learning/lessons/<uuid:uid>/go-on/", lessons.go_on, name="go_on"),
    path("my-learning/lessons/<uuid:uid>/complete/", lessons.complete, name="complete"),
    path("my-learning/lessons/<uuid:uid>/place/", lessons.keep_place, name="keep_place"),
    path("my-learning/lessons/<uuid:uid>/notes/<str:prompt>/", lessons.save_note, name="save_note"),
    path("my-learning/lessons/<uuid:uid>/check/", checks.begin, name="check"),
    path("my-learning/lessons/<uuid:uid>/check/<int:number>/", checks.question, name="check_question"),
    path("my-learning/lessons/<uuid:uid>/check/finish/", checks.finish, name="check_finish"),
    path("my-learning/lessons/<uuid:uid>/check/result/", checks.result, name="check_result"),
    path("my-learning/lessons/<uuid:uid>/what-changed/", lessons.what_changed, name="what_changed"),
    *report_urls.urlpatterns,
]
