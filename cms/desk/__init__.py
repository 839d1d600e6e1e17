"""The desk: Wagtail's admin as a trainer's place. Rights, review, first page, menu, and the checks before publishing.

What the desk shows of a house's own data, the house adds itself, through Wagtail's hooks in its wagtail_hooks.py.
"""

from cms.desk.rights import set_desk_rights

__all__ = ["set_desk_rights"]
