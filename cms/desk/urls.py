"""URLs of Wagtail's admin, with its sign-in, user and group pages closed."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from cms.desk import views
from cms.desk.account import DeskAccountView

urlpatterns = [
    # Wagtail's sign-in pages bypass allauth (decision 0003), so they are overridden before its own patterns.
    path("admin/login/", views.redirect_to_sign_in, name="closed_admin_login"),
    path("admin/password_reset/", views.redirect_to_sign_in, name="closed_password_reset"),
    re_path(r"^admin/password_reset/.+$", views.redirect_to_sign_in, name="closed_password_reset_steps"),
    path("_util/login/", views.redirect_to_sign_in, name="wagtailcore_login"),
    path("django-admin/login/", views.redirect_to_sign_in, name="closed_django_login"),
    # Groups and permissions follow from roles (decision 0030), so not even a superuser edits users and groups here.
    path("admin/users/", views.closed_admin_view, name="closed_users"),
    path("admin/users/<path:rest>", views.closed_admin_view, name="closed_users_rest"),
    path("admin/bulk/people/user/<path:rest>", views.closed_admin_view, name="closed_users_at_once"),
    path("admin/groups/", views.closed_admin_view, name="closed_groups"),
    path("admin/groups/<path:rest>", views.closed_admin_view, name="closed_groups_rest"),
    path("admin/account/", require_admin_access(DeskAccountView.as_view()), name="desk_account"),
    path("admin/", include(wagtailadmin_urls)),
]
