"""What each kind of topic asks its author."""

from dataclasses import dataclass

from community.models.records import Topic


@dataclass(frozen=True)
class Prompt:
    """A field of the form. `name` is "text" for the first, which every topic has; the others are in Post.answers."""

    name: str
    label: str
    hint: str
    required: bool = True


LEAVE_OUT = "Leave out names, places and dates."
KINDS = {
    Topic.Kind.DISCUSSION: [Prompt("text", "What would you like to talk about?", LEAVE_OUT)],
    Topic.Kind.QUESTION: [Prompt("text", "What would you like to know?", f"Say what you know already. {LEAVE_OUT}")],
    Topic.Kind.CHALLENGE: [
        Prompt("text", "What is happening", LEAVE_OUT),
        Prompt("tried", "What we have tried", "And what came of it.", required=False),
        Prompt("would_help", "What would help", "So that people know how to answer.", required=False),
    ],
    Topic.Kind.SUCCESS: [
        Prompt("text", "What changed", LEAVE_OUT),
        Prompt("how_we_know", "How we know", "What you saw or heard, and what the young person says.", required=False),
        Prompt("made_possible", "What made it possible", "So that others can try it.", required=False),
    ],
}
KIND_HINTS = {
    Topic.Kind.DISCUSSION: "something to think about",
    Topic.Kind.QUESTION: "I want to know",
    Topic.Kind.CHALLENGE: "something hard",
    Topic.Kind.SUCCESS: "something that worked",
}
FURTHER = {prompt.name for prompts in KINDS.values() for prompt in prompts if prompt.name != "text"}


def prompts_of(post):
    """Return the prompts that a post answers: those of the topic's kind on a first post, or of a topic that was merged into this one."""
    if post.is_first:
        return KINDS[post.topic.kind]
    answered = set(post.answers)
    return next((prompts for prompts in KINDS.values() if answered & {prompt.name for prompt in prompts}), KINDS[Topic.Kind.DISCUSSION])


def sections_of(post, *, text=None, answers=None):
    """Return [(label, text)] of a post, or of another version of it. The title of a topic that was merged stays on its first post."""
    prompts = prompts_of(post)
    given = {"text": post.text if text is None else text, **(post.answers if answers is None else answers)}
    labels = [(prompt.label if len(prompts) > 1 else "", given[prompt.name]) for prompt in prompts if given.get(prompt.name)]
    return [("", f"**{post.title}**"), *labels] if post.title and not post.is_first and text is None else labels


def sections(kind, text, answers):
    """Return [(label, text)] of a topic's first post. The label is "" where the kind asks one thing only."""
    prompts = KINDS[kind]
    given = {"text": text, **answers}
    return [(prompt.label if len(prompts) > 1 else "", given[prompt.name]) for prompt in prompts if given.get(prompt.name)]
