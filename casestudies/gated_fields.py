"""The fields of a case study whose words need an approval. Imports nothing, because migrations read it."""

# The fields of Wagtail's page, and ours. The gate's triggers watch the columns of the same fields.
PAGE_FIELDS = ("title", "slug")
OWN_FIELDS = (
    "summary",
    "is_composite",
    "composite_why",
    "evidence",
    "content_note",
    "situation",
    "happening",
    "around",
    "did",
    "changed",
    "learnt",
    "own_words",
    "questions",
    "age_band",
    "practice",
    "outcome",
    "further",
    "owner_words",
    "readers_authority_id",
    "readers_hub_id",
)
