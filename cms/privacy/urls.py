"""What we store about a person, being forgotten, and the audit log."""

from django.urls import path

from cms.privacy.views import audit_log, erasure, own_record

urlpatterns = [
    path("account/who-can-see/", own_record.who_can_see, name="who_can_see"),
    path("account/everything/", own_record.own_record, name="own_record"),
    path("account/be-forgotten/", own_record.be_forgotten, name="be_forgotten"),
    path("account/stay-known/", own_record.cancel_forgetting, name="cancel_forgetting"),
]

# Below /people/: see cms/urls.py.
people_patterns = [
    path("audit/", audit_log.audit, name="audit"),
    path("forget/", erasure.forget_list, name="forget_list"),
    path("forget/<int:pk>/", erasure.forget, name="forget"),
    path("<uuid:subject>/asks-to-be-forgotten/", erasure.request_forgetting, name="request_forgetting"),
]
