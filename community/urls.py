"""URLs of community, besides its pages."""

from django.urls import re_path

from community.views import events

app_name = "community"
# Eighteen digits fit the primary keys of every database; a longer number must be a 404, not a database error.
EVENT = r"^community/events/(?P<pk>[0-9]{1,18})/"
urlpatterns = [
    re_path(EVENT + r"interested/$", events.be_interested, name="be_interested"),
    re_path(EVENT + r"not-interested/$", events.take_back_interest, name="take_back_interest"),
    re_path(EVENT + r"event\.ics$", events.calendar, name="calendar"),
]
