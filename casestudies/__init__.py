"""Case studies: what teams learnt from situations, told so that no one can be recognised.

Owns the pages CaseStudyIndexPage and CaseStudyPage and the record Gate. Only composites can be published until consent and
independent review are built. Imports cms only; registers with it in wagtail_hooks.
"""
