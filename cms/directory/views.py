"""Searching the directory, editing your own card, and an authority's numbers for tonight."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from cms.accounts.unsent_forms import shows_unsent_form, unsent_data
from cms.directory import actions
from cms.directory.forms import CardForm, DirectoryForm, PhotoForm, TonightForm
from cms.directory.models import Card, CardPhoto
from cms.directory.permissions import may_see_photo, may_use_directory
from cms.page_tree.snapshot import current_tree
from cms.people.decorators import authority_leads_only, members_only
from cms.people.led_objects import get_led_authority

PAGE_SIZE = 24


def open_to_members(view):
    """Let members in, and answer 403 to partners whether or not the card exists."""

    @wraps(view)
    @members_only
    def wrapped(request, *args, **kwargs):
        if not may_use_directory(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def _card_context(card):
    """Return what others see of a card from `for_display()`."""
    membership = card.user.membership
    return {
        "name": str(card.user),
        "url": card.get_absolute_url(),
        "said_like": card.said_like,
        "pronouns": card.pronouns,
        "job_role": membership.job_role.title if membership else "",
        "place": ", ".join(str(place) for place in (membership.hub, membership.authority) if place) if membership else "",
        "ask_line": card.ask_line,
        "themes": [theme.name for theme in card.published_themes],
        "email": card.user.email if card.shows_email else "",
        "photo_url": reverse("directory:photo", args=[card.uid]) if card.has_photo else "",
    }


@require_safe
@open_to_members
def index(request):
    """List the cards that are up, by name, job role, authority or theme."""
    form = DirectoryForm()
    chosen = form.choose(request.GET)
    cards = Card.objects.visible_to(request.user).matching(
        words=chosen["q"], job_role=chosen["job_role"], authority=chosen["authority"], theme=chosen["theme"]
    )
    page = Paginator(cards.for_display(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "cards": [_card_context(card) for card in page],
        "page_obj": page,
        "filtered": any(chosen.values()),
        "has_own": Card.objects.up().filter(user=request.user).exists(),
    }
    return render(request, "directory/index.html", context)


@require_safe
@open_to_members
def card(request, uid):
    """Show a card."""
    found = get_object_or_404(Card.objects.visible_to(request.user).for_display(), uid=uid)
    return render(request, "directory/card.html", {"card": _card_context(found), "is_own": found.user_id == request.user.pk})


def _digest(request, uid):
    """Return the photo's ETag, or None for people who may not see it."""
    card_photo = CardPhoto.objects.select_related("card").defer("content").filter(card__uid=uid).first()
    return f'"{card_photo.digest}"' if card_photo and may_see_photo(request.user, card_photo.card) else None


@require_safe
@open_to_members
@condition(etag_func=_digest)
def photo(request, uid):
    """Send the photo of a card. Browsers must revalidate it, so that a removed photo disappears at once."""
    card_photo = get_object_or_404(CardPhoto.objects.select_related("card"), card__uid=uid)
    if not may_see_photo(request.user, card_photo.card):
        raise Http404
    response = HttpResponse(bytes(card_photo.content), content_type="image/webp")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@shows_unsent_form
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_members
def your_card(request):
    """Show and edit the user's own card."""
    own = Card.objects.filter(user=request.user).first()
    form = CardForm(request.POST or unsent_data(request), instance=own)
    if request.method == "POST" and form.is_valid() and not form.has_new_findings():
        actions.write_card(user=request.user, **form.cleaned_data)
        up = own is not None and own.is_up
        messages.success(
            request, "Saved. Members can see the changes." if up else "Saved. No one else can see your card until you put it up."
        )
        return redirect("directory:your_card")
    return _show_own(request, form)


def _show_own(request, form=None, photo_form=None):
    own = Card.objects.filter(user=request.user).for_display().first()
    context = {
        "own": own,
        "card": _card_context(own) if own else None,
        "form": form or CardForm(instance=own),
        "photo_form": photo_form or PhotoForm(),
    }
    was_refused = any(submitted is not None and submitted.is_bound for submitted in (form, photo_form))
    return render(request, "directory/your_card.html", context, status=422 if was_refused else 200)


@require_POST
@open_to_members
def put_up(request):
    """Put the user's card up."""
    actions.put_up(user=request.user, at=timezone.now())
    messages.success(request, "Your card is in the directory. Members of the network can find you.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def take_down(request):
    """Take the user's card down."""
    actions.take_down(user=request.user)
    messages.success(request, "Your card is no longer in the directory. No one else can see it.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def set_photo(request):
    """Replace the photo of the user's card."""
    form = PhotoForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _show_own(request, photo_form=form)
    actions.set_photo(user=request.user, content=form.cleaned_data["photo"])
    messages.success(request, "The photo is on your card. We removed hidden details such as place and time.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def remove_photo(request):
    """Remove the photo of the user's card."""
    actions.remove_photo(user=request.user)
    messages.success(request, "We have deleted your photo.")
    return redirect("directory:your_card")


@require_http_methods(["GET", "HEAD", "POST"])
@authority_leads_only
def tonight(request, slug):
    """Enter the numbers and policies that people in an authority see on “If it happens tonight”."""
    authority = get_led_authority(request, slug)
    form = TonightForm(request.POST if request.method == "POST" else None, details=authority.tonight_details.all())
    page = current_tree().by_url.get("if-it-happens-tonight")
    page_url = page.url if page else "/"
    if request.method == "POST" and form.is_valid():
        actions.set_tonight_numbers(authority=authority, lines=form.lines(), by=request.user, on=timezone.localdate())
        messages.success(request, "Saved. This is what people in your authority see.")
        return redirect(page_url if page else request.path)
    context = {
        "authority": authority,
        "form": form,
        "numbers": form.rows(policies=False),
        "policies": form.rows(policies=True),
        "page_url": page_url,
    }
    return render(request, "directory/tonight_form.html", context, status=422 if form.errors else 200)
