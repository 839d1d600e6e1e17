"""A member's certificates, and the public page that checks one."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.people.decorators import members_only
from learning.actions import certificates
from learning.certificate_pages import certificate_context, verified_context
from learning.certificate_pdf import PdfUnavailable, certificate_pdf, record_pdf
from learning.forms import CheckCertificateForm
from learning.models.records import Certificate, Item
from learning.my_learning import my_learning_context
from learning.views.lessons import refused

PDF = "application/pdf"


def _module(uid):
    return get_object_or_404(Item.objects.filter(kind=Item.Kind.MODULE), uid=uid)


def _certificate(user, module):
    """Return the newest certificate of the module whose name is still the member's. Raises Http404."""
    issued = Certificate.objects.filter(subject=user.subject, assignment__module=module, assignment__state__completed_at__isnull=False)
    issued = issued.select_related("assignment__module__page__modulepage", "assignment__state").order_by("-assignment__cycle", "-pk")
    certificate = next((row for row in issued if certificates.is_name_on(row, str(user))), None)
    if certificate is None:
        raise Http404
    return certificate


@require_POST
@members_only
def issue(request, uid):
    """Issue the member's certificate of a module, and redirect to it. Asking again gives the same one."""
    module = _module(uid)
    try:
        certificates.issue(member=request.user, module=module, at=timezone.now())
    except certificates.NotCompleted:
        return refused(request, "You can have a certificate when you have completed the module.", 404)
    return redirect("learning:certificate", uid=uid)


@require_safe
@never_cache
@members_only
def certificate(request, uid):
    """Show the member's certificate of a module, ready to print."""
    module = _module(uid)
    context = certificate_context(request.user, _certificate(request.user, module))
    context["check_url"] = request.build_absolute_uri(reverse("learning:check_certificate"))
    context["pdf_url"] = reverse("learning:certificate_pdf", args=[uid])
    context["crumbs"] = [{"title": "My learning", "url": reverse("learning:my_learning")}, {"title": "Certificate", "url": ""}]
    return render(request, "learning/certificate.html", {**context, "prints_now": "print" in request.GET})


@require_safe
@never_cache
@members_only
def pdf(request, uid):
    """Send the certificate as an accessible PDF."""
    context = certificate_context(request.user, _certificate(request.user, _module(uid)))
    check_url = request.build_absolute_uri(reverse("learning:check_certificate"))
    return _send_pdf(request, lambda: certificate_pdf(context, check_url), "certificate")


@require_POST
@members_only
def whole_record(request):
    """Send the member's whole learning record as an accessible PDF, with a code to check it by."""
    now = timezone.now()
    try:
        issued = certificates.issue(member=request.user, module=None, at=now)
    except certificates.NotCompleted:
        issued = None
    check_url = request.build_absolute_uri(reverse("learning:check_certificate"))
    context = {
        **my_learning_context(request.user),
        "name": str(request.user),
        "code": issued.printed_code if issued else "",
        "made_at": now,
    }
    return _send_pdf(request, lambda: record_pdf(context, check_url), "learning-record")


def _send_pdf(request, make, name):
    try:
        content = make()
    except PdfUnavailable:
        return refused(request, "We cannot make a PDF at the moment. Print the page instead, and choose “Save as PDF”.", 503)
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.pdf"'
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request):
    """Let anyone check a certificate with its code and the name on it. A wrong code and a wrong name get the same answer."""
    form = CheckCertificateForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _check_page(request, {"form": form})
    if not ratelimit.consume(request, action="check_certificate"):
        return _check_page(request, {"form": form, "is_too_many": True}, status=429)
    if not form.is_valid():
        return _check_page(request, {"form": form}, status=422)
    name = form.cleaned_data["name"]
    found = certificates.check(code=form.cleaned_data["code"], name=name)
    if found is None:
        return _check_page(request, {"form": form, "is_unknown": True})
    return _check_page(request, {"form": form, "found": verified_context(found, name=name, at=timezone.now())})


def _check_page(request, context, status=200):
    response = render(request, "learning/check_certificate.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
