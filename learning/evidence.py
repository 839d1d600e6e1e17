"""The kinds of evidence, which are never added up: read, passed a check, reflected, observed in practice."""

from cms.components import plural

TIMES = {1: "once", 2: "twice"}
READ, PASSED, REFLECTED, OBSERVED = "Read", "Passed a check", "Reflected", "Observed in practice"


def times(number):
    return TIMES.get(number, f"{number} times")


def evidence_of_lessons(states):
    """Return what LessonStates are evidence of, a list of {"kind", "icon", "words"}: a kind each, and lessons that were waived."""
    read = [state for state in states if state.completed_at and not state.waived]
    waived = [state for state in states if state.waived]
    passed = [state for state in states if state.passed_at]
    reflections = sum(state.reflections for state in states)
    evidence = [{"kind": READ, "icon": "book", "words": f"Read, {plural(len(read), 'lesson')}"}]
    if waived:
        evidence.append({"kind": "", "icon": "not-asked", "words": f"{plural(len(waived), 'lesson')} no longer required"})
    if passed:
        words = PASSED if len(passed) == 1 else f"Passed {len(passed)} checks"
        evidence.append({"kind": PASSED, "icon": "tick", "words": words})
    if reflections:
        evidence.append({"kind": REFLECTED, "icon": "pencil", "words": f"{REFLECTED}, {times(reflections)}"})
    return evidence
