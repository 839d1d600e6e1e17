"""Starter boards: one file each, with the text of the topic that welcomes people."""

from uuid import UUID, uuid5

from django.utils import timezone

from cms.people.models import Role
from cms.starter_content import files
from cms.starter_content.content_types import ROOT, FileType, initial_value
from cms.vocabulary.models import Theme
from community.actions.boards import Audience, create_board
from community.actions.posts import start_welcome_topic
from community.models.records import Board, Post

STARTER = ROOT / "community" / "starter" / "boards"
# Of the keys of welcome posts, so that loading the files twice makes each once.
_NAMESPACE = UUID("6d0f2e0a-6f4b-5a53-9f0f-3c1d1a6f2b10")


class Boards(FileType):
    """Boards of the network. Those that people make on the site are not content, and are not exported."""

    name = "board"
    required, optional = ["name", "purpose", "welcome"], ["theme", "role"]

    def documents(self):
        for path in sorted(STARTER.glob("*.md")):
            yield self.checked(files.read(path, ROOT))

    def make(self, document):
        slug = document.path.stem
        if board := Board.objects.filter(slug=slug).first():
            return board, False
        role = document.front.get("role") or ""
        if role and role not in Role.values:
            raise document.error("role", f"“{role}” in “role” is not a role. Use one of: {', '.join(Role.values)}.")
        board = create_board(
            by=None,
            at=timezone.now(),
            audience=Audience(roles=[role]) if role else Audience(everyone=True),
            name=initial_value(document, "name", 100),
            purpose=initial_value(document, "purpose", 200),
            level=Board.Level.RESTRICTED if role else Board.Level.OPEN,
        )
        Board.objects.filter(pk=board.pk).update(slug=slug)
        board.refresh_from_db()
        title = initial_value(document, "welcome", 150)
        start_welcome_topic(board=board, title=title, text=document.body.strip(), uid=uuid5(_NAMESPACE, slug), at=timezone.now())
        return board, True

    def fill(self, document, instance, context):
        front = document.front
        theme = Theme.objects.filter(slug=front["theme"]).first() if front.get("theme") else None
        if front.get("theme") and theme is None:
            raise document.error("theme", f"“{front['theme']}” in “theme” does not exist.")
        instance.name, instance.purpose, instance.theme = front["name"], front["purpose"], theme
        instance.full_clean()
        instance.save()
        post = _welcome(instance)
        post.topic.title, post.text = front["welcome"], document.body.strip()
        post.topic.full_clean(exclude=["author", "helped_by"])
        post.topic.save()
        post.save()

    def things(self):
        return Board.objects.filter(topics__by_site=True, topics__posts__number=1, topics__posts__state=Post.State.SHOWN).distinct()

    def filename(self, instance):
        return f"community/starter/boards/{instance.slug}.md"

    def dump(self, instance, context):
        post = _welcome(instance)
        front = {
            "name": instance.name,
            "purpose": instance.purpose,
            "theme": instance.theme.slug if instance.theme else None,
            "welcome": post.topic.title,
            "role": instance.audience.exclude(role="").values_list("role", flat=True).first(),
        }
        return files.write(front, post.text)

    def signature(self, instance):
        post = _welcome(instance)
        return f"{instance.name} {instance.purpose} {instance.theme_id} {post.topic.title} {post.text}"


def _welcome(board):
    return Post.objects.select_related("topic").get(topic__board=board, topic__by_site=True, number=1)
