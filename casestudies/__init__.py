"""Case studies: what teams learnt from situations, told so that nobody can be recognised.

Owns pages (CaseStudyIndexPage, CaseStudyPage) and the record that keeps them closed (Gate). Until the whole way to publication
is built, only composites can be published.
May look at: cms. Shows itself through: wagtail_hooks.
"""
