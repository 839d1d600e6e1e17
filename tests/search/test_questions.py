"""Whether Find answers the questions that people on shift type: tests/search/questions.yaml."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from cms.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))
FIRST = 3
MIN_SHARE = 0.9


def first_answers(client, ask):
    """Return the first results of a search in reading order: the URL of each, "safeguarding", or "person" and a name."""
    response = client.get("/find/", {"q": ask})
    assert response.status_code == 200, ask
    answers = []
    for result in BeautifulSoup(response.content, "html.parser").select("[data-answer=safeguarding], .find-hits h3 a"):
        if result.name != "a":
            answers.append("safeguarding")
        elif result["href"].startswith("/directory/"):
            answers.append(f"person {result.get_text(' ', strip=True)}")
        else:
            answers.append(result["href"])
    return answers[:FIRST]


@pytest.fixture
def demo(db, starting_rows):
    """Load the starter content and the demo people."""


@pytest.fixture
def answers(demo, signed_in):
    """Return a function that gives the first answers to a question of questions.yaml."""
    clients = {
        name: signed_in(User.objects.get(email=f"{name}@example.org")) for name in {question.get("by", "alice") for question in QUESTIONS}
    }
    return lambda question: first_answers(clients[question.get("by", "alice")], question["ask"])


def test_nine_in_ten_questions_are_answered_by_the_first_three_results(answers):
    misses = [
        f"{question['ask']!r}: {', '.join(found) or 'nothing'}; expected {' or '.join(question['pages'])}"
        for question in QUESTIONS
        if not set(question["pages"]) & set(found := answers(question))
    ]
    share = 1 - len(misses) / len(QUESTIONS)
    report = "\n".join([f"{share:.1%} of {len(QUESTIONS)} questions answered in the first {FIRST}. Missed:", *misses])
    print(report)
    assert share >= MIN_SHARE, report
