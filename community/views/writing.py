"""Starting topics, replying, editing, deleting, undoing, and drafts."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.people.models import User
from cms.people.permissions import is_member
from community.actions import drafts, posts
from community.board_access import get_board, get_post, get_topic
from community.board_pages import board_crumbs, safeguarding_contact, topic_crumbs
from community.forms.posts import EditForm, ReplyForm, TopicForm
from community.models.records import Board, Draft, MovedPost, Post, Topic, TopicReader
from community.models.records.topics import page_of
from community.page_discussion import page_about
from community.permissions import looks_after, may_change_post, may_delete_post, may_reply, may_start_topic
from community.post_text import excerpt
from community.post_text import render as render_text
from community.prompts import sections, sections_of
from community.views.access import board_readers_only

TOO_MANY = "You have posted a lot in the last hour. Your text is still here. Please try again later."
ELSEWHERE = "This form was sent to another topic already. Your text is still here: copy it, then open this page again."
NOBODY_TO_CONFIRM = (
    "Nobody else looks after this board, so nobody can confirm that this is not an identifier. Change it, or ask your programme lead "
    "to add a facilitator. Your text is still here."
)
NOBODY_TO_READ_FIRST = (
    "A facilitator reads your first post here before it appears, and nobody looks after this board at the moment. Ask your programme lead "
    "to add a facilitator. Your text is still here."
)
TOO_SOON = "Slow mode is on. You can post here again at {again_at:%H:%M}. Your text is still here."
UNDONE_BEFORE = "You have undone this once. Your text is still here. Post it again if you want people to read it."
FIRST_WAITS = "This is your first post on this board, so a facilitator reads it before it appears. Until then only you and they can see it."
WAITS = "A facilitator will look before it appears. Until then only you and they can see it."
REFUSED = {
    posts.TooManyPosts: TOO_MANY,
    posts.SentElsewhere: ELSEWHERE,
    posts.UndoneBefore: UNDONE_BEFORE,
    posts.NobodyToConfirm: NOBODY_TO_CONFIRM,
    posts.NobodyToReadFirst: NOBODY_TO_READ_FIRST,
}
KEPT = "You can no longer write there. Your words are kept in your drafts."


def _keep_for_later(view):
    """Keep a form as a draft if its sender may no longer write in its place, which they could when they opened it."""

    guarded = board_readers_only(view)

    def wrapped(request, **place):
        if request.method != "POST" or not request.user.is_authenticated:
            return guarded(request, **place)
        if not _may_write(request.user, place):
            return _kept(request, place) or guarded(request, **place)
        try:
            return guarded(request, **place)
        except posts.NotPermitted:  # lost while it was being sent
            if response := _kept(request, place):
                return response
            raise Http404 from None

    return wrapped


def _kept(request, place):
    """Keep the form as a draft and return the way to it, or None if nothing was kept."""
    if not _keep(request, place):
        return None
    messages.warning(request, KEPT)
    return redirect("boards:drafts" if is_member(request.user) else "/")


def _may_write(user, place):
    if "slug" in place:
        board = Board.objects.filter(slug=place["slug"]).first()
        return board is not None and may_start_topic(user, board)
    topic = Topic.objects.select_related("board").filter(pk=place["pk"]).first()
    return topic is not None and may_reply(user, topic)


def _keep(request, place):
    """Save the form as a draft and return whether it was saved.

    For people who have read the place before, or may read it now: for all others it must look as if it did not exist.
    """
    user, form_class = request.user, TopicForm if "slug" in place else ReplyForm
    form = form_class(request.POST)
    where: dict[str, Board | Topic | None]
    if "slug" in place:
        board = Board.objects.filter(slug=place["slug"]).first()
        knows = board is not None and (board.readers.filter(member=user).exists() or board.topics.filter(readers__member=user).exists())
        where = {"board": board}
    else:
        topic = _where_it_is_now(place["pk"])
        knows = topic is not None and TopicReader.objects.filter(member=user, topic__in=[place["pk"], topic.pk]).exists()
        where = {"topic": topic}
    if not knows or not any(form.typed().get(name) for name in form.fields if name not in {"kind", "quote", "about"}):
        return False
    draft = Draft.objects.filter(member=user, **where).first()
    try:
        drafts.save_draft(member=user, fields=form.typed(), version=draft.version if draft else 0, at=timezone.now(), **where)
    except (drafts.NewerDraft, drafts.TooMuch):
        return False
    return True


def _where_it_is_now(topic_id):
    """Return the topic, or the one that it was merged into, or None if it is gone."""
    moved = MovedPost.objects.filter(topic=topic_id, number=1).select_related("post__topic").first()
    topic = moved.post.topic if moved else Topic.objects.filter(pk=topic_id).first()
    return None if topic is None or topic.standing == Topic.Standing.GONE else topic


@require_http_methods(["GET", "HEAD", "POST"])
@_keep_for_later
def start(request, slug):
    """Write a topic, with a draft, a preview and the post itself."""
    board = get_board(request.user, slug)
    if not may_start_topic(request.user, board):
        raise Http404
    page = _Page(request, {"board": board}, "community/boards/start.html", {"board": board, "crumbs": board_crumbs(board, "Start a topic")})
    if request.method != "POST":
        draft = page.draft_fields()
        return page.show(TopicForm(initial={**draft, "about": draft.get("about") or request.GET.get("about", "")}))
    form = TopicForm(request.POST)
    if response := page.draft_or_preview(form, board.get_absolute_url()):
        return response
    data = form.cleaned_data
    return page.post(
        form,
        lambda: posts.start_topic(
            author=request.user,
            board=board,
            kind=data["kind"],
            title=data["title"],
            text=data["text"],
            answers=form.answers,
            about=node.id if (node := page_about(data["about"])) else None,
            uid=data["uid"],
            waits=bool(form.findings.disputed),
            at=timezone.now(),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_keep_for_later
def reply(request, pk):
    """Write a reply on a page of its own, or send the form of the topic's page."""
    topic = get_topic(request.user, pk, Topic.objects.visible_to(request.user).prefetch_related("board__audience__authority"))
    if not may_reply(request.user, topic):
        raise Http404
    form = ReplyForm(request.POST) if request.method == "POST" else None
    number = str((form["quote"].value() if form else request.GET.get("quote")) or "")
    quoted = _quoted(request.user, topic, number)
    more = {"board": topic.board, "topic": topic, "quoted": quoted, "quote": excerpt(quoted.text) if quoted else ""}
    page = _Page(request, {"topic": topic}, "community/boards/reply.html", {**more, "crumbs": topic_crumbs(topic, "Reply")})
    if form is None:
        return page.show(ReplyForm(initial={**page.draft_fields(), **({"quote": quoted.number} if quoted else {})}))
    if response := page.draft_or_preview(form, topic.get_absolute_url()):
        return response
    data = form.cleaned_data
    send = {"author": request.user, "topic": topic, "text": data["text"], "uid": data["uid"], "quoted": quoted}
    return page.post(form, lambda: posts.reply(**send, waits=bool(form.findings.disputed), at=timezone.now()))


def _known_people(user, topic=None):
    """Return first names of the writer and of those who have posted in the topic. Answering colleagues by name is not a finding."""
    writers = User.objects.filter(pk__in=Post.objects.filter(topic=topic).values("author")).values_list("first_name", flat=True)
    return [user.first_name, *(writers if topic else [])]


def _key(value):
    """Return a primary key as typed as a number, 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _quoted(user, topic, number):
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        return None
    return Post.objects.visible_to(user).filter(topic=topic, number=int(number)).first()


def _sentence(refused):
    """Return what to tell the author about why nothing was posted."""
    if isinstance(refused, posts.TooSoon):
        return TOO_SOON.format(again_at=timezone.localtime(refused.again_at))
    return REFUSED[type(refused)]


class _Page:
    """A page for writing: its place, its template, and the steps that topics and replies share."""

    def __init__(self, request, place, template, context):
        self.request, self.place, self.template, self.context = request, place, template, context

    def draft_fields(self):
        """Return the fields of the saved draft, with its version, or {}."""
        draft = Draft.objects.filter(member=self.request.user, **self.place).first()
        self.context["draft"] = draft
        return {**draft.fields, "draft_version": draft.version} if draft else {}

    def show(self, form, status=200, **more):
        about = page_about(_key(form["about"].value())) if "about" in form.fields else None
        context = {"form": form, "about": about, "contact": safeguarding_contact(self.request.user), **self.context, **more}
        return render(self.request, self.template, context, status=status)

    def draft_or_preview(self, form, back):
        """Return the response for saving a draft, a preview, errors or findings to answer, or None if the form is to be posted."""
        wish = self.request.POST.get("wish", "post")
        if wish == "draft":
            return self._save_draft(form, back)
        if not form.is_valid():
            return self.show(form, status=422)
        findings = form.check_identifiers(known_people=_known_people(self.request.user, self.place.get("topic")))
        if wish == "preview":
            kind = form.cleaned_data.get("kind", Topic.Kind.DISCUSSION)
            parts = sections(kind, form.cleaned_data["text"], getattr(form, "answers", {}))
            return self.show(form, preview=[(label, render_text(text)) for label, text in parts])
        return self.show(form, status=422) if findings.open else None

    def _save_draft(self, form, back):
        by_script = self.request.headers.get("X-Requested-With") == "fetch"
        try:
            draft = drafts.save_draft(
                member=self.request.user, fields=form.typed(), version=form.sent_draft_version, at=timezone.now(), **self.place
            )
        except drafts.NewerDraft as newer:
            if by_script:
                return JsonResponse({"newer": True}, status=409)
            # Saving once more is a decision to replace it, so the form now has the newer version.
            form.data = form.data.copy()
            form.data["draft_version"] = str(newer.draft.version)
            texts = [text for name, text in newer.draft.fields.items() if name not in {"kind", "quote", "about"} and text]
            return self.show(form, status=409, newer=newer.draft, newer_texts=texts)
        except drafts.TooMuch:
            if by_script:
                return JsonResponse({"too_much": True}, status=422)
            form.add_error(None, "This is too long for a draft, or you have too many drafts. Your text is still here.")
            return self.show(form, status=422)
        if by_script:
            return JsonResponse({"version": draft.version, "saved": timezone.localtime(draft.saved_at).strftime("%H:%M")})
        messages.success(self.request, "Your draft is saved. Only you can read it.")
        return redirect(back)

    def post(self, form, send):
        """Send the form and redirect to the post; on an error show the form with what was typed. Raises posts.NotPermitted."""
        try:
            sent = send()
        except posts.NotPosted as refused:
            if isinstance(refused, posts.UndoneBefore):
                form.data = form.data.copy()
                form.data["uid"] = str(uuid4())
            form.add_error(None, _sentence(refused))
            return self.show(form, status=422)
        if sent.state == Post.State.WAITING:
            messages.info(self.request, WAITS if form.findings.disputed else FIRST_WAITS)
        url = reverse("boards:topic", args=[sent.topic_id])
        return redirect(f"{url}?page={page_of(sent.number)}&sent={sent.number}#post-{sent.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@board_readers_only
def edit(request, pk):
    """Edit one's own post."""
    post = get_post(request.user, pk)
    if not may_change_post(request.user, post):
        raise Http404
    form = EditForm(request.POST or None, post=post)
    context = {"form": form, "post": post, "topic": post.topic, "crumbs": topic_crumbs(post.topic, "Edit")}
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and not _check_edit(form, post, request.user).open:
        data = form.cleaned_data
        change = {"text": data["text"], "answers": form.answers, "version": data["version"], "waits": bool(form.findings.disputed)}
        try:
            posts.edit_post(post=post, by=request.user, at=timezone.now(), **change)
            if form.findings.disputed:
                messages.info(request, WAITS)
            return _to(post)
        except posts.NobodyToConfirm:
            form.add_error(None, NOBODY_TO_CONFIRM)
        except posts.EditedMeanwhile:
            form.data = {**form.data.dict(), "version": str(post.version)}
            context["now"] = [(label, render_text(text)) for label, text in _sections(post)]
            status = 409
    return render(request, "community/boards/edit.html", {**context, "contact": safeguarding_contact(request.user)}, status=status)


def _check_edit(form, post, user):
    saved = [post.text, *post.answers.values()]
    return form.check_identifiers(known_people=_known_people(user, post.topic), saved_texts=saved)


def _sections(post):
    return sections_of(post)


def _to(post):
    return redirect(f"{reverse('boards:topic', args=[post.topic_id])}?page={page_of(post.number)}#post-{post.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@board_readers_only
def delete(request, pk):
    """Delete one's own post, after a page that says what goes and what stays."""
    post = get_post(request.user, pk)
    if not may_delete_post(request.user, post):
        raise Http404
    if request.method != "POST":
        return render(request, "community/boards/delete.html", {"post": post, "crumbs": topic_crumbs(post.topic, "Delete")})
    posts.delete_post(post=post, by=request.user)
    messages.success(request, "Your post has been deleted, with its history and every quote of it.")
    return _to(post) if post.topic.highest_number > 1 else redirect(post.board)


@require_POST
@board_readers_only
def undo(request, pk):
    """Take back a post just sent; its text is a draft again."""
    post = get_post(request.user, pk)
    try:
        posts.undo_post(post=post, by=request.user, at=timezone.now())
    except posts.NotPermitted:
        raise Http404 from None
    except posts.TooLateToUndo:
        messages.warning(request, "It is too late to undo this. You can still edit or delete it.")
        return _to(post)
    messages.success(request, "Undone. Your words are in the form again, as a draft that only you can read.")
    return redirect("boards:start", slug=post.board.slug) if post.is_first else redirect("boards:reply", pk=post.topic_id)


@require_safe
@board_readers_only
def history(request, pk):
    """Show what a post said before, to its author and the board's facilitators."""
    post = get_post(request.user, pk)
    if post.author_id != request.user.pk and not looks_after(request.user, post.board):
        raise Http404
    versions = [
        (row, [(label, render_text(text)) for label, text in sections_of(post, text=row.text, answers=row.answers)])
        for row in post.versions.all()
    ]
    context = {"post": post, "versions": versions, "crumbs": topic_crumbs(post.topic, "History")}
    return render(request, "community/boards/history.html", context)
