"""The directory: finding somebody to ask, and one's own card in it."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from cms.directory import actions as deeds
from cms.directory.forms import CardForm, DirectoryForm, PhotoForm
from cms.directory.models import Card, CardPhoto
from cms.directory.permissions import may_see_photo, may_use_directory
from cms.people.decorators import members_only

A_PAGE = 24


def open_to_members(view):
    """Let members in; to a partner the directory is not open, whether what they ask for is there or not."""

    @wraps(view)
    @members_only
    def door(request, *args, **kwargs):
        if not may_use_directory(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return door


def _shown(card):
    """What others see of a card that was read `to_show()`."""
    here = card.user.membership
    return {
        "name": str(card.user),
        "url": card.get_absolute_url(),
        "said_like": card.said_like,
        "pronouns": card.pronouns,
        "job_role": here.job_role.title if here else "",
        "place": ", ".join(str(one) for one in (here.hub, here.authority) if one) if here else "",
        "ask_line": card.ask_line,
        "themes": [theme.name for theme in card.published_themes],
        "email": card.user.email if card.shows_email else "",
        "photo_url": reverse("directory:photo", args=[card.uid]) if card.has_photo else "",
    }


@require_safe
@open_to_members
def index(request):
    """Everybody who put up a card, found by name, job role, authority or theme. Nobody else is found or counted."""
    form = DirectoryForm()
    chosen = form.choose(request.GET)
    found = Card.objects.visible_to(request.user).matching(
        words=chosen["q"], job_role=chosen["job_role"], authority=chosen["authority"], theme=chosen["theme"]
    )
    page = Paginator(found.to_show(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "cards": [_shown(card) for card in page],
        "page_obj": page,
        "filtered": any(chosen.values()),
        "has_own": Card.objects.up().filter(user=request.user).exists(),
    }
    return render(request, "directory/index.html", context)


@require_safe
@open_to_members
def card(request, uid):
    """One card."""
    one = get_object_or_404(Card.objects.visible_to(request.user).to_show(), uid=uid)
    return render(request, "directory/card.html", {"card": _shown(one), "is_own": one.user_id == request.user.pk})


def _digest(request, uid):
    """The photo's fingerprint, for those who may see it: a browser that has it need not fetch it again."""
    held = CardPhoto.objects.select_related("card").defer("content").filter(card__uid=uid).first()
    return f'"{held.digest}"' if held and may_see_photo(request.user, held.card) else None


@require_safe
@open_to_members
@condition(etag_func=_digest)
def photo(request, uid):
    """The photo of one card, asked for anew each time, so that it is gone the moment it is taken off."""
    held = get_object_or_404(CardPhoto.objects.select_related("card"), card__uid=uid)
    if not may_see_photo(request.user, held.card):
        raise Http404
    response = HttpResponse(bytes(held.content), content_type="image/webp")
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_members
def your_card(request):
    """One's own card: what others see, and what one writes on it."""
    own = Card.objects.filter(user=request.user).first()
    form = CardForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        deeds.write_card(user=request.user, **form.cleaned_data)
        up = own is not None and own.is_up
        messages.success(request, "Saved. Members see it at once." if up else "Saved. Nobody else sees it until you put it up.")
        return redirect("directory:your_card")
    return _show_own(request, form)


def _show_own(request, form=None, photo_form=None):
    own = Card.objects.filter(user=request.user).to_show().first()
    context = {
        "own": own,
        "card": _shown(own) if own else None,
        "form": form or CardForm(instance=own),
        "photo_form": photo_form or PhotoForm(),
    }
    wrong = any(one is not None and one.errors for one in (form, photo_form))
    return render(request, "directory/your_card.html", context, status=422 if wrong else 200)


@require_POST
@open_to_members
def put_up(request):
    """Show one's card to the other members."""
    deeds.put_up(user=request.user, at=timezone.now())
    messages.success(request, "Your card is up. Members of the network can find you.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def take_down(request):
    """Show it to nobody."""
    deeds.take_down(user=request.user)
    messages.success(request, "Your card is down. Nobody else sees it, and you are not found.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def set_photo(request):
    """Put a photo on one's card, in place of the one before."""
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_own(request, photo_form=form)
    deeds.set_photo(user=request.user, content=form.cleaned_data["photo"])
    messages.success(request, "The photo is on your card. What the camera wrote into it was left out.")
    return redirect("directory:your_card")


@require_POST
@open_to_members
def remove_photo(request):
    """Take the photo off."""
    deeds.remove_photo(user=request.user)
    messages.success(request, "The photo is gone. Nothing of it is kept here.")
    return redirect("directory:your_card")
