"""`make measure-safeguarding`: how much of what identifies people is found, by kind and style, on sentences not used for tuning."""

import sys
from collections import Counter
from pathlib import Path

from cms.safeguarding.identifiers import find_identifiers
from tests.safeguarding.corpus import Sentence, corpus, from_examples

# Sentences that others wrote, kept beside the repository and not in it. Without them our own half is measured alone.
EXAMPLES = Path(__file__).resolve().parents[3] / "shared/data/identifiers_examples.jsonl"


def measure(sentences: list[Sentence], show: bool = False) -> dict[str, object]:
    """Return counts: found and expected by (style, kind), alarmed and all clean sentences, wrongly marked spans."""
    expected, found, right_kind = Counter(), Counter(), Counter()
    clean = alarmed = never = touched = 0
    for sentence in sentences:
        findings = [finding for finding in find_identifiers(sentence.text) if finding.severity != "note"]
        wrong, missed = [], []
        for start, end, kind in sentence.must:
            over = [finding for finding in findings if finding.start < end and start < finding.end]
            expected[sentence.style, kind] += 1
            found[sentence.style, kind] += bool(over)
            right_kind[kind] += any(finding.kind == kind for finding in over)
            if not over:
                missed.append((sentence.text[start:end], kind))
        outside = [f for f in findings if not any(f.start < end and start < f.end for start, end, _ in sentence.must)]
        for start, end in sentence.never:
            never += 1
            touched += any(finding.start < end and start < finding.end for finding in findings)
        if not sentence.must:
            clean += 1
            alarmed += bool(findings)
        wrong = [(sentence.text[f.start : f.end], f.kind) for f in outside]
        if show and (missed or wrong):
            print(repr(sentence.text)[1:-1], "\n    missed", missed, "false" if not sentence.must else "extra", wrong)
    return {
        "expected": expected,
        "found": found,
        "right_kind": right_kind,
        "clean": clean,
        "alarmed": alarmed,
        "never": never,
        "touched": touched,
    }


def report(title: str, sentences: list[Sentence], show: bool = False) -> None:
    counts = measure(sentences, show)
    expected, found = counts["expected"], counts["found"]
    print(f"\n{title}: {len(sentences)} sentences")
    for kind in sorted({kind for _, kind in expected}):
        total = sum(count for (_, its), count in expected.items() if its == kind)
        hits = sum(count for (_, its), count in found.items() if its == kind)
        styles = "  ".join(f"{style} {found[style, kind]}/{expected[style, kind]}" for style, its in sorted(expected) if its == kind)
        print(f"  {kind:<12} {hits / total:.3f}  ({hits}/{total}; kind right {counts['right_kind'][kind] / total:.2f})  {styles}")
    print(f"  all          {sum(found.values()) / sum(expected.values()):.3f}")
    print(
        f"  clean sentences alarmed: {counts['alarmed']} of {counts['clean']}; "
        f"spans to leave alone that were marked: {counts['touched']} of {counts['never']}"
    )


if __name__ == "__main__":
    half = 0 if "--tuning" in sys.argv else 1
    report("Our own sentences", corpus()[half::2], "--show" in sys.argv)
    if half == 0:
        report("Sentences only for tuning", corpus("tuning.txt"), "--show" in sys.argv)
    if EXAMPLES.exists():
        report("The examples in shared/data", from_examples(EXAMPLES)[half::2], "--show" in sys.argv)
