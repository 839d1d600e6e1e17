"""Permissions of the trainers and administrators groups in Wagtail's admin. Set by one function and never edited by hand."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms import hooks
from cms.desk.review_workflow import set_up_review
from cms.desk.vocabulary_snippets import REVIEWED_MODELS
from cms.pages.models import HomePage
from cms.people.actions import apply_roles
from cms.people.models import Role, User
from cms.people.permissions import DESK_ROLES

VOCABULARY = [model._meta.model_name for model in REVIEWED_MODELS]
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
FILE_RIGHTS = [("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media")]


def set_desk_rights():
    """Set the permissions of the trainers and administrators groups, removing any others, and set up the review workflow. Idempotent.

    Trainers may edit the pages registered with the hook TRAINERS_EDIT and everything below them, the glossary, provocations and figures,
    promoted search results, synonyms for Find, and files. Administrators may do all of that on every page, and edit themes, authorities,
    redirects and settings. No one may delete an authority, because memberships and learning records refer to it.

    Group membership and is_staff follow from roles, so both are recalculated for everyone who has either.
    """
    trainers = Group.objects.get_or_create(name=DESK_ROLES[Role.TRAINER])[0]
    administrators = Group.objects.get_or_create(name=DESK_ROLES[Role.ADMINISTRATOR])[0]
    snippets = _all_rights("vocabulary", VOCABULARY, also=["publish"])
    for label in settings.DESK_SNIPPETS:
        app_label, _, model = label.partition(".")
        snippets += _all_rights(app_label, [model], also=["publish"])
    promoted = [*_all_rights("wagtailsearchpromotions", ["searchpromotion"]), *_all_rights("search", ["synonym"])]
    trainers.permissions.set([_open_admin(), *snippets, *promoted])
    administrators.permissions.set(
        [
            _open_admin(),
            *snippets,
            *promoted,
            *_all_rights("vocabulary", ["theme"], also=["publish"]),
            *_all_rights("pages", ["sitesettings"]),
            *[right for right in _all_rights("people", ["authority"]) if not right.codename.startswith("delete")],
            *_all_rights("wagtailredirects", ["redirect"]),
        ]
    )
    _set_page_rights(trainers, hooks.collect(hooks.TRAINERS_EDIT))
    _set_page_rights(administrators, list(HomePage.objects.all()[:1]))
    for group in (trainers, administrators):
        _set_file_rights(group)
    set_up_review(pages=hooks.collect(hooks.TRAINERS_EDIT), models=REVIEWED_MODELS, groups=[trainers, administrators])
    for user in User.objects.filter(Q(is_staff=True) | Q(groups__isnull=False)).distinct():
        apply_roles(user=user)


def _open_admin():
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


def _all_rights(app_label, models, also=()):
    names = [f"{action}_{model}" for model in models for action in ("add", "change", "delete", "view", *also)]
    return list(Permission.objects.filter(content_type__app_label=app_label, codename__in=names))


def _set_page_rights(group, pages):
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page", codename__in=PAGE_RIGHTS)
    GroupPagePermission.objects.filter(group=group).exclude(page__in=pages, permission__in=rights).delete()
    for page in pages:
        for permission in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _set_file_rights(group):
    root = Collection.get_first_root_node()
    names = {f"{action}_{model}" for _, model in FILE_RIGHTS for action in ("add", "change", "choose")}
    rights = Permission.objects.filter(content_type__app_label__in=[app_label for app_label, _ in FILE_RIGHTS], codename__in=names)
    GroupCollectionPermission.objects.filter(group=group).exclude(collection=root, permission__in=rights).delete()
    for permission in rights:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
