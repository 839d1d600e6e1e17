"""What the groups of the desk may do in Wagtail's admin. Set by one function; nobody edits groups by hand."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from cms import hooks
from cms.desk.review_workflow import set_review
from cms.desk.vocabulary_snippets import REVIEWED
from cms.pages.models import HomePage
from cms.people.actions import apply_roles
from cms.people.models import Role, User
from cms.people.permissions import DESK_ROLES

VOCABULARY = [model._meta.model_name for model in REVIEWED]
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
FILE_RIGHTS = [("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media")]


def set_desk_rights():
    """Give each desk group its rights, and take away what it should not have. Run again it changes nothing.

    Trainers write below the pages the houses name in the socket TRAINERS_EDIT, keep glossary, provocations and figures, put results first
    in Find, and upload files. Administrators may do all of that everywhere, and keep themes, authorities and settings. An authority is
    never deleted, because memberships and the record rest on it. What trainers write has the review by a second trainer.
    Whoever is in a group, or may open the desk, is looked at anew: both follow from roles, whatever was done by hand.
    """
    trainers = Group.objects.get_or_create(name=DESK_ROLES[Role.TRAINER])[0]
    administrators = Group.objects.get_or_create(name=DESK_ROLES[Role.ADMINISTRATOR])[0]
    snippets = _all_rights("vocabulary", VOCABULARY, also=["publish"])
    promoted = _all_rights("wagtailsearchpromotions", ["searchpromotion"])
    trainers.permissions.set([_open_admin(), *snippets, *promoted])
    administrators.permissions.set(
        [
            _open_admin(),
            *snippets,
            *promoted,
            *_all_rights("vocabulary", ["theme"], also=["publish"]),
            *_all_rights("pages", ["sitesettings"]),
            *[one for one in _all_rights("people", ["authority"]) if not one.codename.startswith("delete")],
            *_all_rights("wagtailredirects", ["redirect"]),
        ]
    )
    _set_pages(trainers, hooks.gathered(hooks.TRAINERS_EDIT))
    _set_pages(administrators, [page for page in [_home()] if page])
    for group in (trainers, administrators):
        _set_files(group)
    set_review(pages=hooks.gathered(hooks.TRAINERS_EDIT), words=REVIEWED, groups=[trainers, administrators])
    for person in User.objects.filter(Q(is_staff=True) | Q(groups__isnull=False)).distinct():
        apply_roles(user=person)


def _home():
    return HomePage.objects.first()


def _open_admin():
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


def _all_rights(app_label, models, also=()):
    names = [f"{deed}_{model}" for model in models for deed in ("add", "change", "delete", "view", *also)]
    return list(Permission.objects.filter(content_type__app_label=app_label, codename__in=names))


def _set_pages(group, pages):
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page", codename__in=PAGE_RIGHTS)
    GroupPagePermission.objects.filter(group=group).exclude(page__in=pages, permission__in=rights).delete()
    for page in pages:
        for permission in rights:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _set_files(group):
    root = Collection.get_first_root_node()
    names = {f"{deed}_{model}" for _, model in FILE_RIGHTS for deed in ("add", "change", "choose")}
    rights = Permission.objects.filter(content_type__app_label__in=[app_label for app_label, _ in FILE_RIGHTS], codename__in=names)
    GroupCollectionPermission.objects.filter(group=group).exclude(collection=root, permission__in=rights).delete()
    for permission in rights:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
