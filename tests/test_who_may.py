"""Who may open what: every URL and every kind of person.

POLICY is the access policy and the tests prove it. Each row names the HTTP method (GET or POST), the URL name and, after a colon, the
case. The cells give the outcome:

opens       the page is shown                        signs_in    redirected to sign in (or to where a signed-in user goes)
does        the action is carried out                home        redirected home, which says what the person can do
goes        redirected to another page               waits       "your request is with …": signed in, but not yet a member
refused     400, 403 or 404                          wrong_way   405: this URL does not accept the method
closed      the page that says joining is by         desk        redirected to the admin's first page: no permission
            invitation                               again       422: the form is shown again with its errors
asks        asked for the password first             late        409: not done, and what was typed is shown

The first three cells apply to visitors, to signed-in people without a membership (outside) and to members. Exceptions follow:
"gita frank: opens; iris: refused". A `people:` URL without a case is for Ashdale, which gita leads.

visitor   not signed in
outside   newcomer (no membership yet); jude and owen, who left Ashdale: owen still has the trainer role
member    in Ashdale: alice and her hub manager bob; hari, manager of another hub; gita, authority lead; iris, partner;
          dana, trainer; lena, programme lead; nell, administrator; frank, both of these. In Northholt: carol; milo, facilitator;
          kit, reviewer; erin, both of these. See tests/builders.py.
"""

import re
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.test.client import RedirectCycleError
from django.urls import URLPattern, get_resolver, path, reverse
from django.utils import timezone
from wagtail.models import get_page_models

from casestudies.content_hash import content_hash
from casestudies.models import CaseStudyIndexPage
from cms.accounts.authority_sign_in import provider_id
from cms.notices.emails import SALT
from cms.pages.models import StartIndexPage
from cms.people.models import Role, RoleGrant
from community.models import EventIndexPage, ReflectionIndexPage
from learning.actions import certificates, checks, record
from learning.models import Item, LearnIndexPage
from tests import builders
from tests.builders import QUESTION, choice_question, complete, item_of
from tests.builders import ask as ask_questions
from tests.learning.wordfiles import docx, p
from tests.pages.blocks.parts import png
from tests.who_may_world import PLACES, PRIVATE, SUBMITTED

pytestmark = pytest.mark.django_db
OURS = {"accounts", "cms", "learning", "casestudies", "community"}
NOBODYS = UUID("99999999-9999-4999-8999-999999999999")

OUTSIDE = ["newcomer", "jude", "owen"]
MEMBERS = ["alice", "bob", "hari", "gita", "iris", "carol", "dana", "erin", "milo", "kit", "lena", "frank", "nell"]
PEOPLE = ["visitor", *OUTSIDE, *MEMBERS]
POLICY = """
                                                   | visitor   outside   member    | but
GET  home                                          | opens     waits     opens
GET  wagtail_serve: StandardPage                   | opens     opens     opens
GET  wagtail_serve: LearnIndexPage                 | signs_in  home      opens
GET  wagtail_serve: ModulePage                     | signs_in  home      opens
GET  wagtail_serve: LessonPage                     | signs_in  home      opens
GET  wagtail_serve: StandardPage, unpublished      | refused   refused   refused
GET  wagtail_serve: LearnIndexPage, unpublished    | refused   refused   refused
GET  wagtail_serve: ModulePage, unpublished        | refused   refused   refused
GET  wagtail_serve: LessonPage, unpublished        | refused   refused   refused
GET  wagtail_serve: EventIndexPage                 | signs_in  home      opens
GET  wagtail_serve: EventPage                      | signs_in  home      opens
GET  wagtail_serve: ReflectionIndexPage            | signs_in  home      opens
GET  wagtail_serve: ReflectionPage                 | signs_in  home      opens
GET  wagtail_serve: EventIndexPage, unpublished    | refused   refused   refused
GET  wagtail_serve: EventPage, unpublished         | refused   refused   refused
GET  wagtail_serve: ReflectionIndexPage, unpublished | refused   refused   refused
GET  wagtail_serve: ReflectionPage, unpublished    | refused   refused   refused
GET  wagtail_serve: CaseStudyIndexPage             | signs_in  home      opens
GET  wagtail_serve: CaseStudyPage                  | signs_in  home      opens
GET  wagtail_serve: CaseStudyPage, its team sheet  | signs_in  home      opens
GET  wagtail_serve: CaseStudyIndexPage, unpublished | refused   refused   refused
GET  wagtail_serve: CaseStudyPage, unpublished     | refused   refused   refused
GET  wagtail_serve: its team sheet, unpublished    | refused   refused   refused
GET  wagtail_serve: nothing there                  | refused   refused   refused
GET  glossary                                      | opens     opens     opens
GET  wording                                       | signs_in  home      opens
GET  suggest_words                                 | signs_in  wrong_way wrong_way
POST suggest_words                                 | signs_in  home      opens
GET  provocation_list                              | signs_in  home      opens
GET  provocation                                   | signs_in  home      opens
GET  provocation: unpublished                      | signs_in  home      refused
GET  authorities                                   | signs_in  home      opens
GET  authority                                     | signs_in  home      opens
GET  authority: nobody's                           | signs_in  home      refused
GET  find                                          | signs_in  home      opens
GET  suggest                                       | signs_in  home      opens
GET  saved_pages                                   | signs_in  home      opens
GET  answer_provocation                            | signs_in  wrong_way wrong_way
POST answer_provocation                            | signs_in  home      does
POST answer_provocation: unpublished               | signs_in  home      refused
GET  reported_problems                             | signs_in  home      opens
POST save_page                                     | signs_in  home      does
POST save_page: unpublished                        | signs_in  home      refused
POST save_page: nothing there                      | signs_in  home      refused
POST save_page: a case study unpublished           | signs_in  home      refused
GET  save_page                                     | signs_in  wrong_way wrong_way
POST unsave_page                                   | signs_in  home      does
POST unsave_page: nothing there                    | signs_in  home      refused
GET  unsave_page                                   | signs_in  wrong_way wrong_way
GET  report_problem                                | signs_in  home      opens
GET  report_problem: unpublished                   | signs_in  home      refused
POST report_problem                                | signs_in  home      does
POST report_problem: unpublished                   | signs_in  home      refused
POST report_problem: nothing there                 | signs_in  home      refused
GET  wagtail_serve: StartIndexPage                 | signs_in  home      opens
GET  wagtail_serve: StartPage                      | signs_in  home      opens
GET  wagtail_serve: StartIndexPage, unpublished    | refused   refused   refused
GET  wagtail_serve: StartPage, unpublished         | refused   refused   refused

GET  health                                        | opens     opens     opens
GET  design                                        | signs_in  opens     opens
GET  media: on a page for members                  | signs_in  refused   opens
GET  media: on a public page                       | opens     opens     opens
GET  media: on a draft                             | signs_in  refused   refused | dana frank nell: opens
GET  media: on no page                             | signs_in  refused   refused | dana frank nell: opens
GET  media: a document past its own view           | signs_in  refused   refused
GET  media: a way out of the folder                | signs_in  refused   refused
POST media: on a page for members                  | wrong_way wrong_way wrong_way
GET  wagtaildocs_serve: on a page for members      | signs_in  refused   opens
GET  wagtaildocs_serve: on no page                 | signs_in  refused   refused | dana frank nell: opens
GET  wagtaildocs_serve: nothing there              | signs_in  refused   refused
GET  recording                                     | signs_in  refused   opens
GET  recording: nothing there                      | signs_in  refused   refused
POST recording                                     | wrong_way wrong_way wrong_way
GET  recording_captions                            | signs_in  refused   opens
GET  media: a recording past its own view          | signs_in  refused   refused
GET  wagtaildocs_authenticate_with_password        | signs_in  refused   refused
POST wagtaildocs_authenticate_with_password        | signs_in  refused   refused

GET  account                                       | signs_in  opens     opens
POST welcome                                       | signs_in  home      home
GET  welcome                                       | signs_in  wrong_way wrong_way
GET  help                                          | signs_in  home      opens
GET  help_page                                     | signs_in  home      opens
GET  help_page: nothing there                      | signs_in  home      refused
GET  who_can_see                                   | signs_in  opens     opens
GET  own_record                                    | signs_in  opens     opens
POST own_record                                    | signs_in  opens     opens
GET  close_own_account                             | signs_in  opens     opens
POST close_own_account                             | signs_in  asks      asks
GET  be_forgotten                                  | signs_in  opens     opens
POST be_forgotten                                  | signs_in  asks      asks
POST cancel_forgetting                             | signs_in  does      does
GET  cancel_forgetting                             | signs_in  wrong_way wrong_way
GET  send_again                                    | signs_in  home      home
GET  sessions                                      | signs_in  opens     opens
POST end_session: nobody's                         | signs_in  refused   refused
GET  end_session: nobody's                         | signs_in  wrong_way wrong_way
POST end_others                                    | signs_in  does      does
GET  end_others                                    | signs_in  wrong_way wrong_way
POST send_again                                    | signs_in  wrong_way wrong_way

GET  people:index                                  | signs_in  home      refused   | gita: goes; frank nell: opens
GET  people:network_roles                          | signs_in  home      refused   | frank nell: opens
GET  people:emails                                 | signs_in  home      refused   | frank nell: opens
POST people:retry_email                            | signs_in  home      refused   | frank nell: does
POST people:discard_email                          | signs_in  home      refused   | frank nell: does
GET  people:audit                                  | signs_in  home      refused   | frank nell: opens
GET  people:providers                              | signs_in  home      refused   | frank nell: opens
GET  people:list_example                           | signs_in  home      refused   | gita frank nell: opens
GET  people:authority                              | signs_in  home      refused   | gita frank nell: opens
GET  people:authority: another authority's         | signs_in  home      refused   | frank nell: opens
GET  people:invite                                 | signs_in  home      refused   | gita frank nell: opens
GET  people:invite: another authority's            | signs_in  home      refused   | frank nell: opens
GET  people:invitations                            | signs_in  home      refused   | gita frank nell: opens
GET  people:invitations: another authority's       | signs_in  home      refused   | frank nell: opens
GET  people:invite_list                            | signs_in  home      refused   | gita frank nell: opens
GET  people:invite_list: another authority's       | signs_in  home      refused   | frank nell: opens
GET  people:close_authority                        | signs_in  home      refused   | frank nell: opens
GET  people:close_authority: another authority's   | signs_in  home      refused   | frank nell: opens
POST people:close_authority                        | signs_in  home      refused   | frank nell: again
POST people:close_authority: another authority's   | signs_in  home      refused   | frank nell: does
GET  people:open_authority                         | signs_in  home      refused   | frank nell: goes
GET  people:open_authority: another authority's    | signs_in  home      refused   | frank nell: goes
POST people:open_authority                         | signs_in  home      refused   | frank nell: does
POST people:open_authority: another authority's    | signs_in  home      refused   | frank nell: does
GET  people:roles                                  | signs_in  home      refused   | gita frank nell: opens
GET  people:roles: another authority's             | signs_in  home      refused   | frank nell: opens
GET  people:hubs                                   | signs_in  home      refused   | gita frank nell: opens
GET  people:hubs: another authority's              | signs_in  home      refused   | frank nell: opens
GET  people:authority: nobody's                    | signs_in  home      refused
POST people:invite                                 | signs_in  home      refused   | gita frank nell: does
POST people:invite: another authority's            | signs_in  home      refused   | frank nell: does
POST people:invite_list                            | signs_in  home      refused   | gita frank nell: does
POST people:invite_list: another authority's       | signs_in  home      refused   | frank nell: does
POST people:hubs                                   | signs_in  home      refused   | gita frank nell: does
POST people:hubs: another authority's              | signs_in  home      refused   | frank nell: does

GET  people:list                                   | signs_in  home      refused   | gita: opens
GET  people:list: somebody else's                  | signs_in  home      refused
GET  people:list: another authority's              | signs_in  home      refused
POST people:correct_list                           | signs_in  home      refused   | gita: does
POST people:correct_list: somebody else's          | signs_in  home      refused
POST people:correct_list: another authority's      | signs_in  home      refused
POST people:confirm_list                           | signs_in  home      refused   | gita: does
POST people:confirm_list: somebody else's          | signs_in  home      refused
POST people:confirm_list: another authority's      | signs_in  home      refused
POST people:send_list                              | signs_in  home      refused   | gita: does
POST people:send_list: somebody else's             | signs_in  home      refused
POST people:send_list: another authority's         | signs_in  home      refused
POST people:stop_list                              | signs_in  home      refused   | gita: does
POST people:stop_list: somebody else's             | signs_in  home      refused
POST people:stop_list: another authority's         | signs_in  home      refused
POST people:send_again                             | signs_in  home      refused   | gita frank nell: does
POST people:send_again: another authority's        | signs_in  home      refused   | frank nell: does
POST people:withdraw                               | signs_in  home      refused   | gita frank nell: does
POST people:withdraw: another authority's          | signs_in  home      refused   | frank nell: does

GET  people:person                                 | signs_in  home      refused   | gita frank nell: opens
GET  people:person: another authority's            | signs_in  home      refused   | frank nell: opens
GET  people:person: who has left                   | signs_in  home      refused   | frank nell: opens
GET  people:person: nobody's                       | signs_in  home      refused
POST people:move                                   | signs_in  home      refused   | gita frank nell: does
POST people:move: another authority's              | signs_in  home      refused   | frank nell: does
POST people:move: an administrator                 | signs_in  home      refused   | frank nell: does
POST people:leave                                  | signs_in  home      refused   | gita frank nell: does
POST people:leave: another authority's             | signs_in  home      refused   | frank nell: does
POST people:leave: an administrator                | signs_in  home      refused   | frank nell: does
POST people:sign_out                               | signs_in  home      refused   | gita frank nell: does
POST people:sign_out: another authority's          | signs_in  home      refused   | frank nell: does
POST people:sign_out: an administrator             | signs_in  home      refused   | frank: home; nell: does
POST people:give_role                              | signs_in  home      refused   | gita frank nell: does
POST people:give_role: another authority's         | signs_in  home      refused   | frank nell: does
POST people:give_role: an administrator            | signs_in  home      refused   | frank nell: does
POST people:give_role: the network's               | signs_in  home      refused   | gita: again; frank nell: does
POST people:close                                  | signs_in  home      refused   | frank nell: does
POST people:close: another authority's             | signs_in  home      refused   | frank nell: does
POST people:open_again                             | signs_in  home      refused   | frank nell: does
POST people:open_again: another authority's        | signs_in  home      refused   | frank nell: does
GET  people:remove_second_factor                   | signs_in  home      refused   | frank nell: opens
GET  people:remove_second_factor: another authority's | signs_in  home      refused   | frank nell: opens
GET  people:remove_second_factor: an administrator | signs_in  home      refused   | nell: opens
POST people:remove_second_factor                   | signs_in  home      refused   | frank nell: does
POST people:remove_second_factor: another authority's | signs_in  home      refused   | frank nell: does
POST people:remove_second_factor: an administrator | signs_in  home      refused   | nell: does
GET  people:reviews                                | signs_in  home      refused | gita frank nell: opens
POST people:keep_role                              | signs_in  home      refused | gita frank nell: does
POST people:keep_role: the network's               | signs_in  home      refused | frank nell: does
POST people:keep_role: another authority's         | signs_in  home      refused | frank nell: does
POST people:keep_role: one's own                   | signs_in  home      refused | nell: does
GET  people:keep_role                              | signs_in  wrong_way wrong_way
POST people:end_role                               | signs_in  home      refused   | gita frank nell: does
POST people:end_role: the network's                | signs_in  home      refused   | frank nell: does
POST people:end_role: another authority's          | signs_in  home      refused   | frank nell: does
GET  people:forget_list                            | signs_in  home      refused   | frank nell: opens
GET  people:forget                                 | signs_in  home      refused   | frank nell: opens
GET  people:forget: another authority's            | signs_in  home      refused   | frank nell: opens
GET  people:forget: taken back                     | signs_in  home      refused
POST people:forget                                 | signs_in  home      refused   | frank nell: does
POST people:forget: another authority's            | signs_in  home      refused   | frank nell: does
POST people:request_forgetting                     | signs_in  home      refused   | frank nell: does
POST people:request_forgetting: another authority's | signs_in  home      refused   | frank nell: does
GET  people:request_forgetting                     | signs_in  wrong_way wrong_way
GET  people:correct_list                           | signs_in  wrong_way wrong_way
GET  people:confirm_list                           | signs_in  wrong_way wrong_way
GET  people:send_list                              | signs_in  wrong_way wrong_way
GET  people:stop_list                              | signs_in  wrong_way wrong_way
GET  people:send_again                             | signs_in  wrong_way wrong_way
GET  people:withdraw                               | signs_in  wrong_way wrong_way
GET  people:end_role                               | signs_in  wrong_way wrong_way
GET  people:move                                   | signs_in  wrong_way wrong_way
GET  people:leave                                  | signs_in  wrong_way wrong_way
GET  people:close                                  | signs_in  wrong_way wrong_way
GET  people:open_again                             | signs_in  wrong_way wrong_way
GET  people:sign_out                               | signs_in  wrong_way wrong_way
GET  people:give_role                              | signs_in  wrong_way wrong_way

GET  people:requests                               | signs_in  home      refused   | gita frank nell: opens
GET  people:requests: another authority's          | signs_in  home      refused   | frank nell: opens
GET  people:about                                  | signs_in  home      refused   | gita frank nell: opens
GET  people:about: another authority's             | signs_in  home      refused   | frank nell: opens
GET  people:milestones                             | signs_in  home      refused   | gita frank nell: opens
GET  people:milestones: another authority's        | signs_in  home      refused   | frank nell: opens
GET  people:domains                                | signs_in  home      refused   | gita frank nell: opens
GET  people:domains: another authority's           | signs_in  home      refused   | frank nell: opens
GET  people:settings                               | signs_in  home      refused   | gita frank nell: opens
GET  people:settings: another authority's          | signs_in  home      refused   | frank nell: opens
GET  people:requests: nobody's                     | signs_in  home      refused
POST people:about                                  | signs_in  home      refused   | gita frank nell: does
POST people:about: another authority's             | signs_in  home      refused   | frank nell: does
POST people:milestones                             | signs_in  home      refused   | gita frank nell: does
POST people:milestones: another authority's        | signs_in  home      refused   | frank nell: does
POST people:domains                                | signs_in  home      refused   | gita frank nell: does
POST people:domains: another authority's           | signs_in  home      refused   | frank nell: does
POST people:settings                               | signs_in  home      refused   | gita frank nell: does
POST people:settings: another authority's          | signs_in  home      refused   | frank nell: does
GET  people:request                                | signs_in  home      refused   | gita frank nell: opens
GET  people:request: another authority's           | signs_in  home      refused   | frank nell: opens
GET  people:milestone                              | signs_in  home      refused   | gita frank nell: opens
GET  people:milestone: another authority's         | signs_in  home      refused   | frank nell: opens
GET  people:hub                                    | signs_in  home      refused   | gita frank nell: opens
GET  people:hub: another authority's               | signs_in  home      refused   | frank nell: opens
GET  people:request: answered                      | signs_in  home      refused   | gita frank nell: goes
GET  people:tonight                                | signs_in  home      refused   | gita frank nell: opens
GET  people:tonight: another authority's           | signs_in  home      refused   | frank nell: opens
POST people:tonight                                | signs_in  home      refused   | gita frank nell: does
POST people:tonight: another authority's           | signs_in  home      refused   | frank nell: does
GET  people:wording                                | signs_in  home      refused   | gita frank nell: opens
GET  people:wording: another authority's           | signs_in  home      refused   | frank nell: opens
POST people:wording                                | signs_in  home      refused   | gita frank nell: does
POST people:wording: another authority's           | signs_in  home      refused   | frank nell: does
POST people:remove_wording                         | signs_in  home      refused   | gita frank nell: does
POST people:remove_wording: another authority's    | signs_in  home      refused   | frank nell: does
GET  people:remove_wording                         | signs_in  wrong_way wrong_way
POST people:milestone                              | signs_in  home      refused   | gita frank nell: does
POST people:milestone: another authority's         | signs_in  home      refused   | frank nell: does
POST people:hub                                    | signs_in  home      refused   | gita frank nell: does
POST people:hub: another authority's               | signs_in  home      refused   | frank nell: does
POST people:accept_request                         | signs_in  home      refused   | gita frank nell: does
POST people:accept_request: another authority's    | signs_in  home      refused   | frank nell: does
POST people:decline_request                        | signs_in  home      refused   | gita frank nell: does
POST people:decline_request: another authority's   | signs_in  home      refused   | frank nell: does
POST people:remove_milestone                       | signs_in  home      refused   | gita frank nell: does
POST people:remove_milestone: another authority's  | signs_in  home      refused   | frank nell: does
POST people:confirm_domain                         | signs_in  home      refused   | frank nell: does
POST people:confirm_domain: another authority's    | signs_in  home      refused   | frank nell: does
POST people:end_domain                             | signs_in  home      refused   | gita frank nell: does
POST people:end_domain: another authority's        | signs_in  home      refused   | frank nell: does
GET  people:accept_request                         | signs_in  wrong_way wrong_way
GET  people:decline_request                        | signs_in  wrong_way wrong_way
GET  people:remove_milestone                       | signs_in  wrong_way wrong_way
GET  people:confirm_domain                         | signs_in  wrong_way wrong_way
GET  people:end_domain                             | signs_in  wrong_way wrong_way

GET  ask_to_join                                   | opens     opens     home
POST ask_to_join                                   | does      does      home
GET  confirm_address                               | goes      goes      goes
POST confirm_address                               | does      does      does
GET  about_you                                     | goes      goes      home
POST about_you                                     | does      does      home
GET  take_request_back                             | signs_in  wrong_way wrong_way
POST take_request_back                             | signs_in  home      home
GET  join                                          | opens     refused   refused
POST join                                          | home      refused   refused
GET  join: forged                                  | refused   refused   refused
POST join: forged                                  | refused   refused   refused

GET  directory:index                               | signs_in  home      opens | iris: refused
GET  directory:card                                | signs_in  home      opens | iris: refused
GET  directory:card: not up                        | signs_in  home      refused
GET  directory:card: nobody's                      | signs_in  home      refused
GET  directory:photo                               | signs_in  home      opens | iris: refused
GET  directory:photo: not up                       | signs_in  home      refused | bob: opens
GET  directory:your_card                           | signs_in  home      opens | iris: refused
POST directory:your_card                           | signs_in  home      does | iris: refused
POST directory:put_up                              | signs_in  home      does | iris: refused
POST directory:take_down                           | signs_in  home      does | iris: refused
POST directory:set_photo                           | signs_in  home      does | iris: refused
POST directory:remove_photo                        | signs_in  home      does | iris: refused
GET  directory:put_up                              | signs_in  wrong_way wrong_way
GET  directory:take_down                           | signs_in  wrong_way wrong_way
GET  directory:set_photo                           | signs_in  wrong_way wrong_way
GET  directory:remove_photo                        | signs_in  wrong_way wrong_way

GET  learning:my_learning                          | signs_in  home      opens
GET  learning:download                             | signs_in  home      opens
GET  learning:due_dates                            | signs_in  home      opens
GET  learning:my_notes                             | signs_in  home      opens
GET  learning:finished                             | signs_in  home      goes
GET  learning:finished: nothing there              | signs_in  home      refused
GET  learning:team_sheet                           | signs_in  home      opens
GET  learning:team_sheet: unpublished              | signs_in  home      refused
GET  learning:go_on                                | signs_in  wrong_way wrong_way
POST learning:go_on                                | signs_in  home      does
POST learning:go_on: unpublished                   | signs_in  home      refused
GET  learning:reports                              | signs_in  home      refused   | bob hari gita: goes
GET  learning:team                                 | signs_in  home      refused   | bob: opens
GET  learning:team: of the authority               | signs_in  home      refused   | gita: opens
GET  learning:team: another authority's            | signs_in  home      refused
GET  learning:team: another authority's hub        | signs_in  home      refused
GET  learning:team_file                            | signs_in  home      refused   | bob: opens
GET  learning:team_file: another authority's hub   | signs_in  home      refused
GET  learning:pack                                 | signs_in  home      refused   | bob: opens
GET  learning:pack: another authority's hub        | signs_in  home      refused
GET  learning:network                              | signs_in  home      refused   | frank lena: opens
GET  learning:network_module                       | signs_in  home      refused   | frank lena: opens
GET  learning:network_module: nothing there        | signs_in  home      refused
GET  learning:network_file                         | signs_in  home      refused   | frank lena: opens
GET  learning:person                               | signs_in  home      refused   | bob gita: opens
GET  learning:person: in no hub                    | signs_in  home      refused   | gita: opens
GET  learning:person: another authority's          | signs_in  home      refused
GET  learning:person: who has left                 | signs_in  home      refused
GET  learning:person: nobody's                     | signs_in  home      refused
GET  learning:away                                 | signs_in  home      refused   | bob gita: opens
GET  learning:away: another authority's            | signs_in  home      refused
POST learning:away                                 | signs_in  home      refused   | bob gita: does
POST learning:away: another authority's            | signs_in  home      refused
GET  learning:cover                                | signs_in  home      refused   | bob gita: opens
GET  learning:cover: another authority's hub       | signs_in  home      refused
POST learning:cover                                | signs_in  home      refused   | bob gita: does
POST learning:cover: another authority's hub       | signs_in  home      refused
GET  learning:diploma                              | signs_in  home      refused   | bob gita: opens
GET  learning:diploma: another authority's         | signs_in  home      refused
GET  learning:diploma: not in a care role          | signs_in  home      refused
POST learning:diploma                              | signs_in  home      refused   | bob gita: does
POST learning:diploma: another authority's         | signs_in  home      refused
GET  learning:pathway                              | signs_in  home      refused   | alice: opens
GET  learning:practice                             | signs_in  home      refused   | alice: opens
GET  learning:persons_pathway                      | signs_in  home      refused   | bob gita: opens
GET  learning:persons_pathway: another authority's | signs_in  home      refused
POST learning:persons_pathway                      | signs_in  home      refused   | bob gita: does
GET  learning:people_to_sign_off                   | signs_in  home      refused   | bob gita: opens
GET  learning:sign_off                             | signs_in  home      refused   | bob gita: opens
GET  learning:sign_off: another authority's        | signs_in  home      refused
POST learning:sign_off                             | signs_in  home      refused   | bob gita: does
POST learning:sign_off: another authority's        | signs_in  home      refused
GET  learning:withdraw_sign_off                    | signs_in  home      refused   | bob: opens
POST learning:withdraw_sign_off                    | signs_in  home      refused   | bob: does
GET  learning:rules                                | signs_in  home      refused   | bob: opens
GET  learning:rules: of the authority              | signs_in  home      refused   | gita: opens
GET  learning:rules: another authority's hub       | signs_in  home      refused
POST learning:rules                                | signs_in  home      refused   | bob: does
GET  learning:new_rule                             | signs_in  home      refused   | bob: opens
GET  learning:new_rule: another authority's hub    | signs_in  home      refused
POST learning:new_rule                             | signs_in  home      refused   | bob: does
POST learning:new_rule: another authority's hub    | signs_in  home      refused
GET  learning:pathways                             | signs_in  home      refused   | gita: opens
GET  learning:pathways: another authority's        | signs_in  home      refused
GET  learning:adapt_pathway                        | signs_in  home      refused   | gita: opens
GET  learning:adapt_pathway: another authority's   | signs_in  home      refused
POST learning:adapt_pathway                        | signs_in  home      refused   | gita: does
POST learning:adapt_pathway: another authority's   | signs_in  home      refused
POST learning:remind                               | signs_in  home      refused   | bob gita: does
POST learning:remind: another authority's          | signs_in  home      refused
GET  learning:assign                               | signs_in  home      refused   | bob: opens
GET  learning:assign: of the authority             | signs_in  home      refused   | gita: opens
GET  learning:assign: another authority's hub      | signs_in  home      refused
POST learning:assign                               | signs_in  home      refused   | bob: does
POST learning:assign: of the authority             | signs_in  home      refused   | gita: does
POST learning:assign: another authority's hub      | signs_in  home      refused
GET  learning:dates                                | signs_in  home      refused   | bob: opens
GET  learning:dates: another authority's hub       | signs_in  home      refused
POST learning:dates                                | signs_in  home      refused   | bob: again
POST learning:dates: another authority's hub       | signs_in  home      refused
GET  learning:asked                                | signs_in  home      refused   | bob gita: opens
GET  learning:asked: never asked                   | signs_in  home      refused
GET  learning:asked: another authority's           | signs_in  home      refused
POST learning:asked                                | signs_in  home      refused   | bob gita: does
POST learning:asked: another authority's           | signs_in  home      refused
GET  learning:wrong_for_me                         | signs_in  home      opens
GET  learning:wrong_for_me: never asked            | signs_in  home      refused
POST learning:wrong_for_me                         | signs_in  home      does
POST learning:wrong_for_me: never asked            | signs_in  home      refused
GET  learning:what_changed                         | signs_in  home      opens
GET  learning:what_changed: unpublished            | signs_in  home      refused
POST learning:what_changed                         | signs_in  home      does
POST learning:what_changed: never completed        | signs_in  home      refused
POST learning:carry_on                             | signs_in  home      does
POST learning:carry_on: unpublished                | signs_in  home      refused
POST learning:carry_on: nothing there              | signs_in  home      refused
GET  learning:carry_on                             | signs_in  wrong_way wrong_way
POST learning:complete                             | signs_in  home      does
POST learning:complete: unpublished                | signs_in  home      refused
POST learning:complete: nothing there              | signs_in  home      refused
GET  learning:complete                             | signs_in  wrong_way wrong_way
POST learning:keep_place                           | signs_in  home      does
POST learning:keep_place: unpublished              | signs_in  home      refused
GET  learning:keep_place                           | signs_in  wrong_way wrong_way
POST learning:save_note                            | signs_in  home      does
POST learning:save_note: unpublished               | signs_in  home      refused
POST learning:save_note: no such question          | signs_in  home      refused
GET  learning:save_note                            | signs_in  wrong_way wrong_way
POST learning:make_certificate                     | signs_in  home      does
POST learning:make_certificate: not completed      | signs_in  home      refused
GET  learning:make_certificate                     | signs_in  wrong_way wrong_way
GET  learning:certificate                          | signs_in  home      opens
GET  learning:certificate: not made                | signs_in  home      refused
GET  learning:certificate_pdf: not made            | signs_in  home      refused
GET  learning:certificate_pdf                      | signs_in  home      opens
POST learning:record_pdf                           | signs_in  home      opens
GET  learning:record_pdf                           | signs_in  wrong_way wrong_way
GET  learning:check_certificate                    | opens     opens     opens
POST learning:check_certificate                    | opens     opens     opens
POST learning:check                                | signs_in  home      does
POST learning:check: no questions                  | signs_in  home      refused
POST learning:check: unpublished                   | signs_in  home      refused
GET  learning:check                                | signs_in  wrong_way wrong_way
GET  learning:check_question                       | signs_in  home      opens
GET  learning:check_question: no such question     | signs_in  home      refused
GET  learning:check_question: unpublished          | signs_in  home      refused
POST learning:check_question                       | signs_in  home      does
POST learning:check_finish                         | signs_in  home      does
GET  learning:check_finish                         | signs_in  wrong_way wrong_way
GET  learning:check_result                         | signs_in  home      opens
GET  learning:check_result: never tried            | signs_in  home      refused

POST community:be_interested                       | signs_in  home      does
POST community:be_interested: over                 | signs_in  home      refused
POST community:be_interested: unpublished          | signs_in  home      refused
POST community:be_interested: nothing there        | signs_in  home      refused
GET  community:be_interested                       | signs_in  wrong_way wrong_way
POST community:take_back_interest                  | signs_in  home      does
POST community:take_back_interest: over            | signs_in  home      does
POST community:take_back_interest: unpublished     | signs_in  home      refused
GET  community:take_back_interest                  | signs_in  wrong_way wrong_way
GET  community:calendar                            | signs_in  home      opens
GET  community:calendar: over                      | signs_in  home      refused
GET  community:calendar: unpublished               | signs_in  home      refused

GET  casestudies:contribute                        | signs_in  home      opens   | iris: refused
POST casestudies:start                             | signs_in  home      does    | iris: refused
GET  casestudies:start                             | signs_in  wrong_way wrong_way
GET  casestudies:write                             | signs_in  home      refused | alice: opens
GET  casestudies:write: sent                       | signs_in  home      refused | alice: goes
POST casestudies:write                             | signs_in  home      refused | alice: does
POST casestudies:write: sent                       | signs_in  home      refused | alice: late
GET  casestudies:second_author                     | signs_in  home      refused | alice: opens
POST casestudies:second_author                     | signs_in  home      refused | alice: does
GET  casestudies:delete                            | signs_in  home      refused | alice: opens
POST casestudies:delete                            | signs_in  home      refused | alice: does
GET  casestudies:delete: sent                      | signs_in  home      refused
GET  casestudies:checklist                         | signs_in  home      refused | alice: opens
GET  casestudies:checklist: sent                   | signs_in  home      refused
POST casestudies:checklist                         | signs_in  home      refused | alice: opens
GET  casestudies:reference                         | signs_in  home      refused | alice: goes
POST casestudies:reference                         | signs_in  home      refused | alice: does
POST casestudies:send                              | signs_in  home      refused | alice: does
GET  casestudies:send                              | signs_in  wrong_way wrong_way
GET  casestudies:where: sent                       | signs_in  home      refused | alice: opens
POST casestudies:where: sent                       | signs_in  home      refused | alice: does
POST casestudies:take_back: sent                   | signs_in  home      refused | alice: does
GET  casestudies:take_back: sent                   | signs_in  wrong_way wrong_way
GET  casestudies:withdraw_own: sent                | signs_in  home      refused | alice: opens
POST casestudies:withdraw_own: sent                | signs_in  home      refused | alice: does
POST casestudies:send_page                         | signs_in  home      refused | dana frank nell: does
GET  casestudies:send_page                         | signs_in  wrong_way wrong_way
GET  casestudies:override                          | signs_in  home      refused
POST casestudies:override                          | signs_in  home      refused
GET  casestudies:queue                             | signs_in  home      refused | erin kit: opens
GET  casestudies:review: taken                     | signs_in  home      refused | erin: opens
GET  casestudies:review: sent                      | signs_in  home      refused
POST casestudies:review: taken                     | signs_in  home      refused | erin: does; kit: late
POST casestudies:take: sent                        | signs_in  home      refused | erin kit: does
GET  casestudies:take: sent                        | signs_in  wrong_way wrong_way
GET  casestudies:pause                             | signs_in  home      refused | erin kit: opens
POST casestudies:pause                             | signs_in  home      refused | erin kit: does
GET  casestudies:read_again                        | signs_in  home      refused | erin kit: opens
POST casestudies:read_again                        | signs_in  home      refused | erin kit: does
GET  casestudies:figures                           | signs_in  home      refused | frank lena: opens
GET  casestudies:take_down                         | opens     opens     opens
POST casestudies:take_down                         | opens     opens     opens

GET  boards:index                                  | signs_in  home      opens
GET  boards:unanswered                             | signs_in  home      opens
GET  boards:about                                  | signs_in  home      opens
GET  boards:about: an event index                  | signs_in  home      refused
GET  boards:search                                 | signs_in  home      opens
GET  boards:drafts                                 | signs_in  home      opens
POST boards:discard                                | signs_in  home      does
GET  boards:discard                                | signs_in  wrong_way wrong_way
GET  boards:manage                                 | signs_in  home      refused | gita frank nell: opens
GET  boards:make                                   | signs_in  home      refused | gita frank nell: opens
POST boards:make                                   | signs_in  home      refused | gita frank nell: does
GET  boards:settings                               | signs_in  home      refused | frank nell: opens
POST boards:settings                               | signs_in  home      refused | frank nell: does
GET  boards:open_closed: confidential              | signs_in  home      refused | frank nell: opens
POST boards:open_closed: confidential              | signs_in  home      refused | frank nell: does
GET  boards:open_closed                            | signs_in  home      refused
GET  boards:queue                                  | signs_in  home      refused | erin milo: opens
GET  boards:decide                                 | signs_in  home      refused | erin milo: opens
GET  boards:decide: restricted                     | signs_in  home      refused | erin: opens
POST boards:decide                                 | signs_in  home      refused | erin milo: does
POST boards:decide: restricted                     | signs_in  home      refused | erin: does
POST boards:answer_request                         | signs_in  home      refused | erin: does
GET  boards:answer_request                         | signs_in  wrong_way wrong_way
GET  boards:board                                  | signs_in  home      opens   | iris: refused
GET  boards:board: restricted                      | signs_in  home      goes    | bob hari erin: opens; iris: refused
GET  boards:board: private                         | signs_in  home      refused | alice: opens
GET  boards:board: confidential                    | signs_in  home      refused | alice: opens
GET  boards:board: nobody's                        | signs_in  home      refused
GET  boards:log                                    | signs_in  home      opens   | iris: refused
GET  boards:log: confidential                      | signs_in  home      refused | alice: opens
POST boards:follow_board                           | signs_in  home      does    | iris: refused
POST boards:follow_board: confidential             | signs_in  home      refused | alice: does
GET  boards:follow_board                           | signs_in  wrong_way wrong_way
POST boards:follow                                 | signs_in  home      does    | iris: refused
POST boards:follow: confidential                   | signs_in  home      refused | alice: does
GET  boards:follow                                 | signs_in  wrong_way wrong_way
GET  notices:index                                 | signs_in  home      opens
GET  notices:show                                  | signs_in  home      refused | carol: goes
GET  notices:show: nothing there                   | signs_in  home      refused
POST notices:read_all                              | signs_in  home      does
GET  notices:read_all                              | signs_in  wrong_way wrong_way
GET  notices:choices                               | signs_in  home      opens
POST notices:choices                               | signs_in  home      does
GET  notices:off                                   | opens     opens     opens
POST notices:off                                   | opens     opens     opens
GET  notices:off: a made-up link                   | refused   refused   refused
POST notices:off: a made-up link                   | refused   refused   refused
POST boards:mark_read                              | signs_in  home      does    | iris: refused
POST boards:mark_read: confidential                | signs_in  home      refused | alice: does
GET  boards:mark_read                              | signs_in  wrong_way wrong_way
GET  boards:ask                                    | signs_in  home      opens   | bob hari erin: goes; iris: refused
GET  boards:ask: private                           | signs_in  home      refused | alice: goes
GET  boards:ask: confidential                      | signs_in  home      refused | alice: goes
POST boards:ask                                    | signs_in  home      does    | iris: refused
POST boards:ask: confidential                      | signs_in  home      refused | alice: does
POST boards:cancel_request                         | signs_in  home      does    | bob hari erin iris: refused
GET  boards:cancel_request                         | signs_in  wrong_way wrong_way
GET  boards:start                                  | signs_in  home      opens   | iris: refused
GET  boards:start: restricted                      | signs_in  home      goes    | bob hari erin: opens; iris: refused
GET  boards:start: confidential                    | signs_in  home      refused | alice: opens
POST boards:start                                  | signs_in  home      does    | iris: refused
POST boards:start: confidential                    | signs_in  home      refused | alice: does
GET  boards:topic                                  | signs_in  home      opens   | iris: refused
GET  boards:topic: restricted                      | signs_in  home      goes    | bob hari erin: opens; iris: refused
GET  boards:topic: private                         | signs_in  home      refused | alice: opens
GET  boards:topic: confidential                    | signs_in  home      refused | alice: opens
GET  boards:topic: nothing there                   | signs_in  home      refused
GET  boards:post                                   | signs_in  home      goes    | iris: refused
GET  boards:post: confidential                     | signs_in  home      refused | alice: goes
GET  boards:reply                                  | signs_in  home      opens   | iris: refused
GET  boards:reply: confidential                    | signs_in  home      refused | alice: opens
POST boards:reply                                  | signs_in  home      does    | iris: refused
POST boards:reply: confidential                    | signs_in  home      refused | alice: does
POST boards:follow_up                              | signs_in  home      refused | carol: does
GET  boards:follow_up                              | signs_in  wrong_way wrong_way
GET  boards:move                                   | signs_in  home      refused | erin milo: opens
GET  boards:move: restricted                       | signs_in  home      refused | erin: opens
POST boards:move                                   | signs_in  home      refused | erin: does; milo: again
POST boards:topic_state                            | signs_in  home      refused | erin milo: does
POST boards:topic_state: restricted                | signs_in  home      refused | erin: does
GET  boards:topic_state                            | signs_in  wrong_way wrong_way
GET  boards:merge                                  | signs_in  home      refused | erin milo: opens
GET  boards:merge: restricted                      | signs_in  home      refused | erin: opens
POST boards:merge                                  | signs_in  home      refused | erin milo: does
GET  boards:split                                  | signs_in  home      refused | erin milo: opens
GET  boards:split: restricted                      | signs_in  home      refused | erin: opens
POST boards:split                                  | signs_in  home      refused | erin milo: does
GET  boards:slow_mode                              | signs_in  home      refused | erin milo: opens
GET  boards:slow_mode: restricted                  | signs_in  home      refused | erin: opens
POST boards:slow_mode                              | signs_in  home      refused | erin milo: does
GET  boards:sanction                               | signs_in  home      refused | erin milo: opens
POST boards:sanction                               | signs_in  home      refused | erin milo: does
POST boards:lift                                   | signs_in  home      refused | erin milo: does
GET  boards:lift                                   | signs_in  wrong_way wrong_way
POST boards:acknowledge                            | signs_in  home      refused | alice: does
GET  boards:acknowledge                            | signs_in  wrong_way wrong_way
POST boards:react                                  | signs_in  home      does    | carol iris: refused
POST boards:react: confidential                    | signs_in  home      refused
GET  boards:react                                  | signs_in  wrong_way wrong_way
POST boards:helped                                 | signs_in  home      refused | carol: does
GET  boards:helped                                 | signs_in  wrong_way wrong_way
GET  boards:edit                                   | signs_in  home      refused | alice: opens
POST boards:edit                                   | signs_in  home      refused | alice: does
GET  boards:delete                                 | signs_in  home      refused | alice: opens
POST boards:delete                                 | signs_in  home      refused | alice: does
POST boards:undo                                   | signs_in  home      refused | alice: does
GET  boards:undo                                   | signs_in  wrong_way wrong_way
GET  boards:history                                | signs_in  home      refused | alice erin milo: opens
GET  boards:report                                 | signs_in  home      opens   | carol iris: refused
GET  boards:report: confidential                   | signs_in  home      refused
POST boards:report                                 | signs_in  home      does    | carol iris: refused
POST boards:report: confidential                   | signs_in  home      refused

GET  second_factor                                 | signs_in  goes      goes
GET  mfa_index                                     | signs_in  opens     opens
GET  mfa_authenticate                              | signs_in  home      home
GET  mfa_reauthenticate                            | signs_in  goes      goes
GET  mfa_activate_totp                             | signs_in  goes      goes
GET  mfa_deactivate_totp                           | signs_in  refused   refused
GET  mfa_view_recovery_codes                       | signs_in  refused   refused
GET  mfa_generate_recovery_codes                   | signs_in  goes      goes
GET  mfa_download_recovery_codes                   | signs_in  refused   refused

GET  mfa_list_webauthn                             | signs_in  opens     opens
GET  mfa_add_webauthn                              | signs_in  goes      goes
GET  mfa_reauthenticate_webauthn                   | signs_in  goes      goes
GET  mfa_edit_webauthn: nobody's                   | signs_in  goes      goes
GET  mfa_remove_webauthn: nobody's                 | signs_in  goes      goes
POST mfa_remove_webauthn: nobody's                 | signs_in  asks      asks
GET  mfa_login_webauthn                            | signs_in  home      home

GET  with_authority                                | opens     goes      goes
GET  openid_connect_login: Ashdale's               | opens     opens     opens
GET  openid_connect_login: nobody's                | refused   refused   refused
POST openid_connect_login: nobody's                | refused   refused   refused
GET  openid_connect_callback: nobody's             | refused   refused   refused
GET  socialaccount_login_cancelled                 | opens     opens     opens
GET  socialaccount_connections                     | signs_in  opens     opens

GET  account_login                                 | opens     home      home
GET  account_signup                                | closed    home      home
POST account_signup                                | closed    home      home
GET  account_logout                                | home      opens     opens
POST account_logout                                | home      home      home
GET  account_inactive                              | opens     opens     opens
GET  account_reset_password                        | opens     opens     opens
GET  account_reset_password_done                   | opens     opens     opens
GET  account_reset_password_from_key               | opens     opens     opens
GET  account_reset_password_from_key_done          | opens     opens     opens
GET  account_email_verification_sent               | opens     opens     opens
GET  account_confirm_email                         | opens     opens     opens
GET  account_request_login_code                    | opens     home      home
GET  account_confirm_login_code                    | goes      home      home
GET  account_reauthenticate                        | signs_in  opens     opens
GET  account_email                                 | signs_in  goes      goes
GET  closed_account_email                          | signs_in  goes      goes
POST closed_account_email                          | signs_in  does      does
GET  change_address                                | signs_in  opens     opens
POST change_address                                | signs_in  asks      asks
GET  change_address_code                           | signs_in  goes      goes
POST change_address_code                           | signs_in  does      does
GET  account_change_password                       | signs_in  opens     opens
GET  account_set_password                          | signs_in  goes      goes

GET  closed_admin_login                            | signs_in  signs_in  signs_in
POST closed_admin_login                            | signs_in  signs_in  signs_in
GET  closed_password_reset                         | signs_in  signs_in  signs_in
POST closed_password_reset                         | signs_in  signs_in  signs_in
GET  closed_password_reset_steps                   | signs_in  signs_in  signs_in
POST closed_password_reset_steps                   | signs_in  signs_in  signs_in
GET  wagtailcore_login                             | signs_in  signs_in  signs_in
POST wagtailcore_login                             | signs_in  signs_in  signs_in
GET  closed_django_login                           | signs_in  signs_in  signs_in
POST closed_django_login                           | signs_in  signs_in  signs_in

GET  wagtailadmin_home                             | signs_in  home      home      | dana frank nell: opens
GET  desk_account                                  | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_explore: Learn                   | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_pages:edit: a lesson             | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_pages:edit: an event             | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_pages:edit: a reflection         | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_pages:edit: a case study         | signs_in  home      home      | dana frank nell: opens
GET  wagtailadmin_pages:edit: the home page        | signs_in  home      home      | dana: desk; frank nell: opens
GET  wagtailadmin_pages:history: a lesson          | signs_in  home      home      | dana frank nell: opens
GET  wagtailimages:index                           | signs_in  home      home      | dana frank nell: opens
GET  wagtaildocs:index                             | signs_in  home      home      | dana frank nell: opens
GET  wagtailmedia:index                            | signs_in  home      home      | dana frank nell: opens
GET  wagtailmedia:edit                             | signs_in  home      home      | dana frank nell: opens
GET  wagtailmedia:media_usage                      | signs_in  home      home      | dana frank nell: opens
GET  wagtailmedia:chooser                          | signs_in  home      home      | dana frank nell: opens
GET  desk_checks                                   | signs_in  home      home      | dana frank nell: opens
GET  newmodule:start                               | signs_in  home      home      | dana frank nell: opens
GET  newmodule:word_report                         | signs_in  home      home      | dana: opens; frank nell: refused
GET  newmodule:word_picture                        | signs_in  home      home      | dana: opens; frank nell: refused
GET  newmodule:split                               | signs_in  home      home      | dana frank nell: opens
POST newmodule:split                               | signs_in  home      home      | dana frank nell: again
POST newmodule:word_report                         | signs_in  home      home      | dana: does; frank nell: refused
POST newmodule:forget                              | signs_in  home      home      | dana: does; frank nell: refused
POST newmodule:from_word                           | signs_in  home      home      | dana frank nell: does
POST newmodule:from_pattern                        | signs_in  home      home      | dana frank nell: does
POST newmodule:from_copy                           | signs_in  home      home      | dana frank nell: does
GET  wagtailsnippets_vocabulary_glossaryterm:list         | signs_in  home      home      | dana frank nell: opens
GET  wagtailsnippets_vocabulary_wordingentry:list         | signs_in  home      home      | dana frank nell: opens
GET  wagtailsnippets_vocabulary_provocation:list          | signs_in  home      home      | dana frank nell: opens
GET  wagtailsnippets_vocabulary_figure:list               | signs_in  home      home      | dana frank nell: opens
GET  wagtailsnippets_vocabulary_theme:list                | signs_in  home      home      | dana: desk; frank nell: opens
GET  authorities:index                             | signs_in  home      home      | dana: desk; frank nell: opens
GET  wagtailsettings:edit: the site's settings     | signs_in  home      home      | dana: desk; frank nell: goes
GET  problem_reports:index                         | signs_in  home      home | dana frank nell: opens
GET  problem_reports:edit                          | signs_in  home      home | dana frank nell: opens
GET  problem_reports:add                           | signs_in  home      home | dana frank nell: desk
GET  problem_reports:delete                        | signs_in  home      home | dana frank nell: desk
GET  searched_words                                | signs_in  home      home | dana frank nell: opens
GET  wagtailsearchpromotions:index                 | signs_in  home      home | dana frank nell: opens
GET  wagtailredirects:index                        | signs_in  home      home      | dana: desk; frank nell: opens
GET  wagtailusers_users:index                      | signs_in  refused   refused
GET  wagtailusers_users:add                        | signs_in  refused   refused
GET  wagtailusers_groups:index                     | signs_in  refused   refused
GET  wagtailsites:index                            | signs_in  home      home      | dana frank nell: desk
"""
# Every URL pattern below these prefixes is closed to these people, by GET and POST. The rows above say who is let in, and where.
KEPT_OUT = {"admin/": [person for person in PEOPLE if person not in {"dana", "frank", "nell"}]}


def rows(policy=POLICY):
    """Return the table as {row: {person: outcome}}."""
    _, *lines = [line for line in policy.splitlines() if line.strip()]
    return {_tidy(row): _cells(cells, but) for row, cells, but in ([*line.split("|"), ""][:3] for line in lines)}


def _cells(cells, but):
    visitor, outside, member = cells.split()
    expected = {"visitor": visitor, **dict.fromkeys(OUTSIDE, outside), **dict.fromkeys(MEMBERS, member)}
    for names, outcome in (one.split(":") for one in but.split(";") if one.strip()):
        expected |= dict.fromkeys(names.split(), outcome.strip())
    assert list(expected) == PEOPLE, f"nobody is called so: {but}"
    return expected


def _tidy(words):
    return " ".join(words.split())


def name_of(row):
    """Return the URL name in a row: "learning:complete" for "POST learning:complete: unpublished"."""
    return re.split(r": ", row.split(" ", 1)[1])[0]


def patterns(resolver, prefix="", names=()):
    """Yield (route, qualified name, pattern) for every pattern below a resolver."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route.replace("/^", "/"), ":".join([*names, entry.name or "?"]), entry
        else:
            yield from patterns(entry, route, [*names, *([entry.namespace] if entry.namespace else [])])


def not_in_the_table(found, listed):
    """Yield an error for each pattern that no row or prefix covers, and for each name used twice."""
    names, seen = {name_of(row) for row in listed}, {}
    for route, name, _ in found:
        if route.startswith(tuple(KEPT_OUT)) and name not in names:
            continue
        if name not in names:
            yield f"/{route} ({name}) is not in the table of tests/test_who_may.py: say who may enter"
        elif name in seen and not route.startswith(tuple(KEPT_OUT)):
            yield f"/{route} and /{seen[name]} share the name {name}: a row must mean one URL"
        seen[name] = route


@pytest.fixture
def world(who_may_world):
    return who_may_world


def _lesson(world):
    return item_of(world.site.lessons[0]).uid


def _went(world):
    return Item.objects.get(page_id=world.hidden_lesson.pk).uid


def _read(world, person):
    """Complete the first lesson as the person before asking what changed."""
    if person in MEMBERS:
        complete(getattr(world.people, person), world.site.lessons[0])


def _open_check(world, person):
    """Add a check to the first lesson, begun and answered by the person."""
    page = ask_questions(world.site.lessons[0], choice_question(1))
    if person in MEMBERS:
        lesson, member = item_of(page), getattr(world.people, person)
        fields = {"member": member, "lesson": lesson, "at": timezone.now()}
        attempt = checks.begin_check(version=lesson.current, event_id=uuid4(), **fields)
        checks.save_answer(question=attempt.check_version.questions[0], answer="a1", **fields)


def _finished_check(world, person):
    _open_check(world, person)
    if person in MEMBERS:
        checks.hand_in(member=getattr(world.people, person), lesson=item_of(world.site.lessons[0]), at=timezone.now())


def _complete_module(world, person):
    """Complete the module as the person."""
    if person in MEMBERS:
        for page in world.site.lessons:
            complete(getattr(world.people, person), page)


def _certify(world, person):
    _complete_module(world, person)
    if person in MEMBERS:
        certificates.issue(member=getattr(world.people, person), module=world.site.item, at=timezone.now())


def _ask_everyone(world, person):
    """Assign the module to every member who does not have it, before asking about it."""
    for name in MEMBERS:
        member = getattr(world.people, name)
        record.assign(member=member, module=world.site.item, due_on=None, by=world.people.bob, at=timezone.now(), occasion="a rule")


def _hide_learn(world, person):
    LearnIndexPage.objects.get().unpublish()


def _about(name, person):
    """Return the URL of a lead's action on the person."""
    return lambda world: reverse(f"people:{name}", args=[getattr(world.people, person).subject])


def _in_the_authority(name):
    """Return the URL of a lead's action in Ashdale, and of the same action in Northholt."""
    case = f"people:{name}"
    return {
        case: lambda w: reverse(case, args=["ashdale"]),
        f"{case}: another authority's": lambda w: reverse(case, args=["northholt"]),
    }


def _of_the_list(name):
    case = f"people:{name}"
    return {
        case: lambda w: reverse(case, args=[w.list.pk]),
        f"{case}: somebody else's": lambda w: reverse(case, args=[w.somebody_elses_list.pk]),
        f"{case}: another authority's": lambda w: reverse(case, args=[w.northholts_list.pk]),
    }


def _of_the_place(name, kept):
    """Return the URLs of a lead's action on a row of Ashdale's and on a row of Northholt's; `kept` is a pair in the world."""
    case = f"people:{name}"
    return {
        case: lambda w: reverse(case, args=[getattr(w, kept)[0].pk]),
        f"{case}: another authority's": lambda w: reverse(case, args=[getattr(w, kept)[1].pk]),
    }


def _of_the_invitation(name):
    case = f"people:{name}"
    return {
        case: lambda w: reverse(case, args=[w.invitation.pk]),
        f"{case}: another authority's": lambda w: reverse(case, args=[w.northholts_invitation.pk]),
    }


def _about_somebody(name):
    case = f"people:{name}"
    return {
        case: _about(name, "alice"),
        f"{case}: another authority's": _about(name, "carol"),
        f"{case}: an administrator": _about(name, "frank"),
        f"{case}: the network's": _about(name, "alice"),
        f"{case}: who has left": _about(name, "jude"),
    }


def _where_they_are(name, **form):
    """Return the form a lead sends about a person of `_about_somebody`, with the membership shown on the page."""
    cases = {"": "alice", ": another authority's": "carol", ": an administrator": "frank"}
    return {f"people:{name}{case}": {**form, "membership": f"{{{person}}}"} for case, person in cases.items()}


def _end_of(role, deed="end"):
    return lambda w: reverse(
        f"people:{deed}_role", args=[RoleGrant.objects.get(user__in=[w.people.bob, w.people.dana, w.people.kit], role=role).pk]
    )


def _hide_events(world, person):
    EventIndexPage.objects.get().unpublish()


def _hide_reflections(world, person):
    ReflectionIndexPage.objects.get().unpublish()


def _hide_start(world, person):
    StartIndexPage.objects.get().unpublish()


def _hide_index(world, person):
    CaseStudyIndexPage.objects.get().unpublish()


# Boards of the world by case, and the URLs of what one does with one's own post.
BOARDS = {"": "board", ": restricted": "restricted", ": private": "private", ": confidential": "confidential"}
OWN_POST = ("edit", "delete", "undo", "history")
SENT = {"uid": "11111111-1111-4111-8111-111111111111", "draft_version": 0, "wish": "post"}
ONLY_ASHDALE = {"audience": "chosen", "authorities": "{ashdale}"}


def _topic(world, case):
    return world.closed_topics[case.strip(": ")] if case else world.topic


# URL arguments for each case; the plain case of a URL without arguments needs no entry.
ADDRESSES = {
    "learning:network_module": lambda w: reverse("learning:network_module", args=[w.site.item.uid]),
    "learning:network_module: nothing there": lambda w: reverse("learning:network_module", args=[w.people.alice.subject]),
    "learning:network_file": lambda w: reverse("learning:network_file", args=[w.site.item.uid, "csv"]),
    "learning:team": lambda w: reverse("learning:team", args=["hub", w.hubs[0].pk]),
    "learning:team: of the authority": lambda w: reverse("learning:team", args=["authority", "ashdale"]),
    "learning:team: another authority's": lambda w: reverse("learning:team", args=["authority", "northholt"]),
    "learning:team: another authority's hub": lambda w: reverse("learning:team", args=["hub", w.hubs[1].pk]),
    "learning:team_file": lambda w: reverse("learning:team_file", args=["hub", w.hubs[0].pk, "csv"]),
    "learning:team_file: another authority's hub": lambda w: reverse("learning:team_file", args=["hub", w.hubs[1].pk, "csv"]),
    "learning:pack": lambda w: reverse("learning:pack", args=["hub", w.hubs[0].pk]),
    "learning:pack: another authority's hub": lambda w: reverse("learning:pack", args=["hub", w.hubs[1].pk]),
    "learning:person": lambda w: reverse("learning:person", args=[w.people.alice.subject]),
    "learning:person: in no hub": lambda w: reverse("learning:person", args=[w.people.dana.subject]),
    "learning:person: another authority's": lambda w: reverse("learning:person", args=[w.people.carol.subject]),
    "learning:person: who has left": lambda w: reverse("learning:person", args=[w.people.jude.subject]),
    "learning:person: nobody's": lambda w: reverse("learning:person", args=[NOBODYS]),
    "learning:away": lambda w: reverse("learning:away", args=[w.people.alice.subject]),
    "learning:away: another authority's": lambda w: reverse("learning:away", args=[w.people.carol.subject]),
    "learning:cover": lambda w: reverse("learning:cover", args=[w.hubs[0].pk]),
    "learning:cover: another authority's hub": lambda w: reverse("learning:cover", args=[w.hubs[1].pk]),
    "learning:diploma": lambda w: reverse("learning:diploma", args=[w.people.alice.subject]),
    "learning:diploma: another authority's": lambda w: reverse("learning:diploma", args=[w.people.carol.subject]),
    "learning:diploma: not in a care role": lambda w: reverse("learning:diploma", args=[w.people.dana.subject]),
    "learning:pathway": lambda w: reverse("learning:pathway", args=[w.pathway.slug]),
    "learning:practice": lambda w: reverse("learning:practice", args=[w.sign_off.pk]),
    "learning:persons_pathway": lambda w: reverse("learning:persons_pathway", args=[w.people.alice.subject, w.pathway.slug]),
    "learning:persons_pathway: another authority's": lambda w: reverse(
        "learning:persons_pathway", args=[w.people.carol.subject, w.pathway.slug]
    ),
    "learning:sign_off": lambda w: reverse("learning:sign_off", args=[w.people.alice.subject]),
    "learning:sign_off: another authority's": lambda w: reverse("learning:sign_off", args=[w.people.carol.subject]),
    "learning:withdraw_sign_off": lambda w: reverse("learning:withdraw_sign_off", args=[w.sign_off.pk]),
    "learning:rules": lambda w: reverse("learning:rules", args=["hub", w.hubs[0].pk]),
    "learning:rules: of the authority": lambda w: reverse("learning:rules", args=["authority", "ashdale"]),
    "learning:rules: another authority's hub": lambda w: reverse("learning:rules", args=["hub", w.hubs[1].pk]),
    "learning:new_rule": lambda w: reverse("learning:new_rule", args=["hub", w.hubs[0].pk]),
    "learning:new_rule: another authority's hub": lambda w: reverse("learning:new_rule", args=["hub", w.hubs[1].pk]),
    "learning:pathways": lambda w: reverse("learning:pathways", args=["ashdale"]),
    "learning:pathways: another authority's": lambda w: reverse("learning:pathways", args=["northholt"]),
    "learning:adapt_pathway": lambda w: reverse("learning:adapt_pathway", args=["ashdale", w.pathway.slug]),
    "learning:adapt_pathway: another authority's": lambda w: reverse("learning:adapt_pathway", args=["northholt", w.pathway.slug]),
    "learning:remind": lambda w: reverse("learning:remind", args=[w.people.alice.subject]),
    "learning:remind: another authority's": lambda w: reverse("learning:remind", args=[w.people.carol.subject]),
    "learning:assign": lambda w: reverse("learning:assign", args=["hub", w.hubs[0].pk]),
    "learning:assign: of the authority": lambda w: reverse("learning:assign", args=["authority", "ashdale"]),
    "learning:assign: another authority's hub": lambda w: reverse("learning:assign", args=["hub", w.hubs[1].pk]),
    "learning:dates": lambda w: reverse("learning:dates", args=["hub", w.hubs[0].pk]) + f"?module={w.site.item.pk}",
    "learning:dates: another authority's hub": lambda w: reverse("learning:dates", args=["hub", w.hubs[1].pk]),
    "learning:asked": lambda w: reverse("learning:asked", args=[w.people.alice.subject, w.site.item.uid]),
    "learning:asked: never asked": lambda w: reverse("learning:asked", args=[w.people.alice.subject, NOBODYS]),
    "learning:asked: another authority's": lambda w: reverse("learning:asked", args=[w.people.carol.subject, w.site.item.uid]),
    "learning:wrong_for_me": lambda w: reverse("learning:wrong_for_me", args=[w.site.item.uid]),
    "learning:wrong_for_me: never asked": lambda w: reverse("learning:wrong_for_me", args=[NOBODYS]),
    "wagtail_serve: StandardPage": lambda w: "/cookies/",
    "wagtail_serve: LearnIndexPage": lambda w: "/learn/",
    "wagtail_serve: ModulePage": lambda w: w.site.module.url,
    "wagtail_serve: LessonPage": lambda w: w.site.lessons[0].url,
    "wagtail_serve: StandardPage, unpublished": lambda w: "/soon/",
    "wagtail_serve: LearnIndexPage, unpublished": lambda w: "/learn/",
    "wagtail_serve: ModulePage, unpublished": lambda w: f"/learn/{w.hidden_module.slug}/",
    "wagtail_serve: LessonPage, unpublished": lambda w: f"{w.site.module.url}{w.hidden_lesson.slug}/",
    "wagtail_serve: CaseStudyIndexPage": lambda w: "/case-studies/",
    "wagtail_serve: CaseStudyPage": lambda w: w.study.url,
    "wagtail_serve: CaseStudyPage, its team sheet": lambda w: f"{w.study.url}?team-sheet=1",
    "wagtail_serve: CaseStudyIndexPage, unpublished": lambda w: "/case-studies/",
    "wagtail_serve: CaseStudyPage, unpublished": lambda w: f"/case-studies/{w.hidden_study.slug}/",
    "wagtail_serve: its team sheet, unpublished": lambda w: f"/case-studies/{w.hidden_study.slug}/?team-sheet=1",
    "wagtail_serve: nothing there": lambda w: "/nothing/there/",
    "wagtail_serve: EventIndexPage": lambda w: "/events/",
    "wagtail_serve: EventPage": lambda w: w.upcoming.url,
    "wagtail_serve: ReflectionIndexPage": lambda w: "/reflections/",
    "wagtail_serve: ReflectionPage": lambda w: w.reflection.url,
    "wagtail_serve: EventIndexPage, unpublished": lambda w: "/events/",
    "wagtail_serve: EventPage, unpublished": lambda w: f"/events/{w.hidden_event.slug}/",
    "wagtail_serve: ReflectionIndexPage, unpublished": lambda w: "/reflections/",
    "wagtail_serve: ReflectionPage, unpublished": lambda w: f"/reflections/{w.hidden_reflection.slug}/",
    "save_page": lambda w: reverse("save_page", args=[w.site.lessons[0].pk]),
    "save_page: unpublished": lambda w: reverse("save_page", args=[w.hidden_lesson.pk]),
    "save_page: a case study unpublished": lambda w: reverse("save_page", args=[w.hidden_study.pk]),
    "save_page: nothing there": lambda w: reverse("save_page", args=[987654321]),
    "unsave_page": lambda w: reverse("unsave_page", args=[w.site.lessons[0].pk]),
    "unsave_page: nothing there": lambda w: reverse("unsave_page", args=[987654321]),
    "report_problem": lambda w: reverse("report_problem", args=[w.site.lessons[0].pk]),
    "report_problem: unpublished": lambda w: reverse("report_problem", args=[w.hidden_lesson.pk]),
    "report_problem: nothing there": lambda w: reverse("report_problem", args=[987654321]),
    "wagtail_serve: StartIndexPage": lambda w: "/start-here/",
    "wagtail_serve: StartPage": lambda w: "/start-here/if-you-are-new/",
    "wagtail_serve: StartIndexPage, unpublished": lambda w: "/start-here/",
    "wagtail_serve: StartPage, unpublished": lambda w: "/start-here/not-yet/",
    "problem_reports:edit": lambda w: reverse("problem_reports:edit", args=[w.problem.pk]),
    "problem_reports:delete": lambda w: reverse("problem_reports:delete", args=[w.problem.pk]),
    "answer_provocation": lambda w: "/provocations/would-i/answer/",
    "answer_provocation: unpublished": lambda w: "/provocations/not-yet/answer/",
    "provocation": lambda w: "/provocations/would-i/",
    "provocation: unpublished": lambda w: "/provocations/not-yet/",
    **{f"media: {where}": lambda w, where=where: w.pictures[where].file.url for where in PLACES},
    "help_page": lambda w: "/help/trainer/",
    "help_page: nothing there": lambda w: "/help/nothing/",
    "authority": lambda w: "/authorities/ashdale/",
    "authority: nobody's": lambda w: "/authorities/nowhere/",
    "media: a document past its own view": lambda w: "/media/documents/one.txt",
    "media: a way out of the folder": lambda w: "/media/images/..%2F..%2Foutside.txt",
    "wagtaildocs_serve: on a page for members": lambda w: w.document_on_page.url,
    "wagtaildocs_serve: on no page": lambda w: w.document.url,
    "wagtaildocs_serve: nothing there": lambda w: f"/documents/{w.document.pk + 99}/one.txt",
    "media: a recording past its own view": lambda w: "/media/recordings/one.mp4",
    "recording": lambda w: w.recording.url,
    "recording: nothing there": lambda w: "/recordings/999999/talk.mp4",
    "recording_captions": lambda w: w.recording.captions_url,
    "wagtaildocs_authenticate_with_password": lambda w: "/documents/authenticate_with_password/1/",
    "learning:finished": lambda w: reverse("learning:finished", args=[w.site.item.uid]),
    "learning:finished: nothing there": lambda w: reverse("learning:finished", args=[NOBODYS]),
    "learning:team_sheet": lambda w: reverse("learning:team_sheet", args=[w.site.item.uid]),
    "learning:team_sheet: unpublished": lambda w: reverse("learning:team_sheet", args=[Item.objects.get(page_id=w.hidden_module.pk).uid]),
    "learning:go_on": lambda w: reverse("learning:go_on", args=[_lesson(w)]),
    "learning:go_on: unpublished": lambda w: reverse("learning:go_on", args=[_went(w)]),
    "learning:what_changed": lambda w: reverse("learning:what_changed", args=[_lesson(w)]),
    "learning:what_changed: never completed": lambda w: reverse("learning:what_changed", args=[_lesson(w)]),
    "learning:what_changed: unpublished": lambda w: reverse("learning:what_changed", args=[_went(w)]),
    "learning:carry_on": lambda w: reverse("learning:carry_on", args=[w.site.item.uid]),
    "learning:carry_on: unpublished": lambda w: reverse("learning:carry_on", args=[Item.objects.get(page_id=w.hidden_module.pk).uid]),
    "learning:carry_on: nothing there": lambda w: reverse("learning:carry_on", args=[NOBODYS]),
    "learning:complete": lambda w: reverse("learning:complete", args=[_lesson(w)]),
    "learning:complete: unpublished": lambda w: reverse("learning:complete", args=[_went(w)]),
    "learning:complete: nothing there": lambda w: reverse("learning:complete", args=[NOBODYS]),
    "learning:keep_place": lambda w: reverse("learning:keep_place", args=[_lesson(w)]),
    "learning:keep_place: unpublished": lambda w: reverse("learning:keep_place", args=[_went(w)]),
    **{
        f"learning:{name}": lambda w, name=name: reverse(f"learning:{name.partition(':')[0]}", args=[w.site.item.uid])
        for name in (
            "make_certificate",
            "make_certificate: not completed",
            "certificate",
            "certificate: not made",
            "certificate_pdf",
            "certificate_pdf: not made",
        )
    },
    "learning:check": lambda w: reverse("learning:check", args=[_lesson(w)]),
    "learning:check: no questions": lambda w: reverse("learning:check", args=[_lesson(w)]),
    "learning:check: unpublished": lambda w: reverse("learning:check", args=[_went(w)]),
    "learning:check_question": lambda w: reverse("learning:check_question", args=[_lesson(w), 1]),
    "learning:check_question: no such question": lambda w: reverse("learning:check_question", args=[_lesson(w), 9]),
    "learning:check_question: unpublished": lambda w: reverse("learning:check_question", args=[_went(w), 1]),
    "learning:check_finish": lambda w: reverse("learning:check_finish", args=[_lesson(w)]),
    "learning:check_result": lambda w: reverse("learning:check_result", args=[_lesson(w)]),
    "learning:check_result: never tried": lambda w: reverse("learning:check_result", args=[_lesson(w)]),
    "learning:save_note": lambda w: reverse("learning:save_note", args=[_lesson(w), QUESTION]),
    "learning:save_note: unpublished": lambda w: reverse("learning:save_note", args=[_went(w), QUESTION]),
    "learning:save_note: no such question": lambda w: reverse("learning:save_note", args=[_lesson(w), "another"]),
    **_in_the_authority("authority"),
    **_in_the_authority("invite"),
    **_in_the_authority("invite_list"),
    **_in_the_authority("invitations"),
    **_in_the_authority("hubs"),
    **_in_the_authority("roles"),
    **_in_the_authority("close_authority"),
    **_in_the_authority("open_authority"),
    "people:authority: nobody's": lambda w: "/people/in/nowhere/",
    **_in_the_authority("requests"),
    **_in_the_authority("about"),
    **_in_the_authority("milestones"),
    **_in_the_authority("wording"),
    **_in_the_authority("tonight"),
    **_in_the_authority("domains"),
    **_in_the_authority("settings"),
    "people:requests: nobody's": lambda w: "/people/in/nowhere/requests/",
    **_of_the_place("request", "requests"),
    "people:request: answered": lambda w: reverse("people:request", args=[w.answered.pk]),
    **_of_the_place("accept_request", "requests"),
    **_of_the_place("decline_request", "requests"),
    **_of_the_place("milestone", "milestones"),
    **_of_the_place("remove_milestone", "milestones"),
    **_of_the_place("remove_wording", "wordings"),
    **_of_the_place("hub", "hubs"),
    **_of_the_place("end_domain", "domains"),
    **_of_the_place("confirm_domain", "domains"),
    **_of_the_list("list"),
    **_of_the_list("confirm_list"),
    **_of_the_list("correct_list"),
    **_of_the_list("send_list"),
    **_of_the_list("stop_list"),
    **_of_the_invitation("send_again"),
    **_of_the_invitation("withdraw"),
    **_about_somebody("person"),
    **_about_somebody("move"),
    **_about_somebody("leave"),
    **_about_somebody("close"),
    **_about_somebody("open_again"),
    **_about_somebody("sign_out"),
    **_about_somebody("remove_second_factor"),
    **_about_somebody("give_role"),
    **_about_somebody("request_forgetting"),
    "people:forget": lambda w: reverse("people:forget", args=[w.wishes[0].pk]),
    "people:forget: another authority's": lambda w: reverse("people:forget", args=[w.wishes[1].pk]),
    "people:forget: taken back": lambda w: reverse("people:forget", args=[w.wishes[2].pk]),
    "people:person: nobody's": lambda w: f"/people/{NOBODYS}/",
    "people:keep_role": _end_of(Role.HUB_MANAGER, "keep"),
    "people:keep_role: the network's": _end_of(Role.TRAINER, "keep"),
    "people:keep_role: another authority's": _end_of(Role.REVIEWER, "keep"),
    "people:keep_role: one's own": lambda w: f"/people/roles/{RoleGrant.objects.filter(user=w.people.frank).first().pk}/keep/",
    "people:end_role": _end_of(Role.HUB_MANAGER),
    "people:end_role: the network's": _end_of(Role.TRAINER),
    "people:end_role: another authority's": _end_of(Role.REVIEWER),
    "directory:card": lambda w: w.card.get_absolute_url(),
    "directory:card: not up": lambda w: w.hidden_card.get_absolute_url(),
    "directory:card: nobody's": lambda w: f"/directory/{NOBODYS}/",
    "directory:photo": lambda w: f"{w.card.get_absolute_url()}photo/",
    "directory:photo: not up": lambda w: f"{w.hidden_card.get_absolute_url()}photo/",
    "join": lambda w: "/join/a-key-that-was-sent/",
    "join: forged": lambda w: "/join/a-key-that-was-not/",
    "community:be_interested": lambda w: reverse("community:be_interested", args=[w.upcoming.pk]),
    "community:be_interested: over": lambda w: reverse("community:be_interested", args=[w.event.pk]),
    "community:be_interested: unpublished": lambda w: reverse("community:be_interested", args=[w.hidden_event.pk]),
    "community:be_interested: nothing there": lambda w: reverse("community:be_interested", args=[w.site.learn.pk]),
    "community:take_back_interest": lambda w: reverse("community:take_back_interest", args=[w.upcoming.pk]),
    "community:take_back_interest: over": lambda w: reverse("community:take_back_interest", args=[w.event.pk]),
    "community:take_back_interest: unpublished": lambda w: reverse("community:take_back_interest", args=[w.hidden_event.pk]),
    "community:calendar": lambda w: reverse("community:calendar", args=[w.upcoming.pk]),
    "community:calendar: over": lambda w: reverse("community:calendar", args=[w.event.pk]),
    "community:calendar: unpublished": lambda w: reverse("community:calendar", args=[w.hidden_event.pk]),
    **{
        f"boards:{name}{case}": lambda w, name=name, board=board: reverse(f"boards:{name}", args=[getattr(w, board).slug])
        for name in ("board", "log", "mark_read", "follow_board", "start", "settings", "open_closed", "slow_mode")
        for case, board in BOARDS.items()
    },
    **{
        f"boards:{name}{case}": lambda w, name=name, board=board: reverse(f"boards:{name}", args=[getattr(w, board).slug])
        for name in ("ask", "cancel_request")
        for case, board in {**BOARDS, "": "restricted"}.items()
    },
    **{
        f"casestudies:{name}": lambda w, name=name: reverse(f"casestudies:{name}", args=[w.submission.uid])
        for name in ("write", "second_author", "delete", "checklist", "reference", "send")
    },
    **{
        f"casestudies:{name}: sent": lambda w, name=name: reverse(f"casestudies:{name}", args=[w.sent.uid])
        for name in ("write", "delete", "checklist", "where", "take_back", "withdraw_own", "review", "take")
    },
    "casestudies:read_again": lambda w: reverse("casestudies:read_again", args=[w.study.pk]),
    "casestudies:review: taken": lambda w: reverse("casestudies:review", args=[w.taken.uid]),
    **{
        f"casestudies:{name}": lambda w, name=name: reverse(f"casestudies:{name}", args=[w.hidden_study.pk])
        for name in ("send_page", "override")
    },
    "boards:board: nobody's": lambda w: "/boards/nobodys/",
    **{
        f"boards:{name}{case}": lambda w, name=name, case=case: reverse(f"boards:{name}", args=[_topic(w, case).pk])
        for name in ("topic", "reply", "follow", "follow_up", "move", "merge", "split", "topic_state")
        for case in BOARDS
    },
    **{f"boards:post{case}": lambda w, case=case: reverse("boards:post", args=[_topic(w, case).pk, 1]) for case in BOARDS},
    "notices:show": lambda w: reverse("notices:show", args=[w.notice.pk]),
    "notices:show: nothing there": lambda w: reverse("notices:show", args=[987654321]),
    "notices:off": lambda w: reverse("notices:off", args=[signing.dumps(w.people.alice.pk, salt=SALT)]),
    "notices:off: a made-up link": lambda w: reverse("notices:off", args=[signing.dumps(w.people.alice.pk, salt="made-up")]),
    "people:retry_email": lambda w: reverse("people:retry_email", args=[w.parked.pk]),
    "people:discard_email": lambda w: reverse("people:discard_email", args=[w.parked.pk]),
    "boards:topic: nothing there": lambda w: "/topics/987654321/",
    **{
        f"boards:{name}{case}": lambda w, name=name, case=case: reverse(f"boards:{name}", args=[_topic(w, case).posts.get(number=1).pk])
        for name in ("react", "report")
        for case in BOARDS
    },
    **{f"boards:{name}": lambda w, name=name: reverse(f"boards:{name}", args=[w.reply.pk]) for name in OWN_POST},
    "boards:helped": lambda w: reverse("boards:helped", args=[w.question.posts.get(number=2).pk]),
    "boards:decide": lambda w: reverse("boards:decide", args=[w.flag.post_id]),
    "boards:decide: restricted": lambda w: reverse("boards:decide", args=[w.restricted_flag.post_id]),
    "boards:answer_request": lambda w: reverse("boards:answer_request", args=[w.asked.pk]),
    "boards:about": lambda w: reverse("boards:about", args=[w.site.module.pk]),
    "boards:about: an event index": lambda w: reverse("boards:about", args=[w.site.learn.pk]),
    "boards:sanction": lambda w: reverse("boards:sanction", args=[w.reply.pk]),
    "boards:lift": lambda w: reverse("boards:lift", args=[w.time_out.pk]),
    "boards:acknowledge": lambda w: reverse("boards:acknowledge", args=[w.warning.pk]),
    "boards:discard": lambda w: reverse("boards:discard", args=[987654321]),
    "end_session: nobody's": lambda w: "/account/sessions/0/end/",
    "mfa_edit_webauthn: nobody's": lambda w: "/accounts/code/webauthn/keys/0/edit/",
    "mfa_remove_webauthn: nobody's": lambda w: "/accounts/code/webauthn/keys/0/remove/",
    "openid_connect_login: Ashdale's": lambda w: f"/accounts/with/{provider_id(w.people.ashdale)}/login/",
    "openid_connect_login: nobody's": lambda w: "/accounts/with/authority-0/login/",
    "openid_connect_callback: nobody's": lambda w: "/accounts/with/authority-0/login/callback/",
    "account_reset_password_from_key": lambda w: "/accounts/password/reset/key/1-no-such-key/",
    "account_confirm_email": lambda w: "/accounts/confirm-email/no-such-key/",
    "closed_password_reset_steps": lambda w: "/admin/password_reset/confirm/MQ/set-password/",
    "wagtailadmin_explore: Learn": lambda w: reverse("wagtailadmin_explore", args=[w.site.learn.pk]),
    "wagtailadmin_pages:edit: a lesson": lambda w: reverse("wagtailadmin_pages:edit", args=[w.site.lessons[0].pk]),
    "wagtailadmin_pages:edit: an event": lambda w: reverse("wagtailadmin_pages:edit", args=[w.event.pk]),
    "wagtailadmin_pages:edit: a reflection": lambda w: reverse("wagtailadmin_pages:edit", args=[w.reflection.pk]),
    "wagtailadmin_pages:edit: a case study": lambda w: reverse("wagtailadmin_pages:edit", args=[w.study.pk]),
    "wagtailadmin_pages:edit: the home page": lambda w: reverse("wagtailadmin_pages:edit", args=[w.site.home.pk]),
    "wagtailadmin_pages:history: a lesson": lambda w: reverse("wagtailadmin_pages:history", args=[w.site.lessons[0].pk]),
    "wagtailmedia:edit": lambda w: reverse("wagtailmedia:edit", args=[w.recording.pk]),
    "wagtailmedia:media_usage": lambda w: reverse("wagtailmedia:media_usage", args=[w.recording.pk]),
    "desk_checks": lambda w: reverse("desk_checks", args=[w.site.lessons[0].pk]),
    "newmodule:split": lambda w: reverse("newmodule:split", args=[w.site.lessons[0].pk]),
    "newmodule:word_report": lambda w: reverse("newmodule:word_report", args=[w.word_file.uid]),
    "newmodule:word_picture": lambda w: reverse("newmodule:word_picture", args=[w.word_file.uid, 1]),
    "newmodule:forget": lambda w: reverse("newmodule:forget", args=[w.word_file.uid]),
    "wagtailsettings:edit: the site's settings": lambda w: reverse("wagtailsettings:edit", args=["pages", "sitesettings"]),
}
ASKS_ALICE = {"module": "{item}", "person": "{alice_subject}", "when": "none", "reason": "Before Christmas.", "step": "send"}
FORMS = {
    "newmodule:from_word": {"word-file": "{word}"},
    "newmodule:word_report": {"title": "One", "owner": "Trainers", "picture-1-leave_out": "on"},
    "newmodule:from_pattern": {"pattern-title": "A module", "pattern-owner": "Trainers"},
    "newmodule:from_copy": {"copy-module": "{module}"},
    "report_problem": {"kind": "unclear", "words": "The third line is hard to follow."},
    "people:invite": {"email": "new@example.org", "job_role": "{job}"},
    "people:invite_list": {"file": "{file}"},
    "people:hubs": {"name": "Third hub"},
    "people:hub": {"name": "Mill Road hub"},
    "people:about": {"local_name": "Open Doors", "about": "We begin.", "safeguarding_phone": "01632 960 201"},
    "people:settings": {"approval": "at_once", "reminder_days": 3, "small_number": 6},
    "people:close_authority": {"reason": "It leaves the network", "sure": "on"},
    "people:open_authority": {"reason": "It was a mistake"},
    "people:tonight": {"phone-on_call": "01632 960 200", "checked": "on"},
    "people:wording": {"term": "the office", "instead": "the house", "why": "They asked us."},
    "people:milestones": {"when": "2020", "what": "We began", "source": "A report"},
    "people:milestone": {"when": "2020", "what": "We began", "source": "A report"},
    "people:domains": {"name": "more.example"},
    "people:accept_request": {"job_role": "{job}"},
    "people:decline_request": {"reason": "Not yet"},
    "ask_to_join": {"email": "new@ashdale.example"},
    **_where_they_are("move", job_role="{job}"),
    **_where_they_are("leave"),
    **_where_they_are("give_role", role="authority_lead", reason="Until somebody is found"),
    "people:give_role": {"role": "hub_manager", "reason": "Stands in for Bob", "membership": "{alice}"},
    "people:give_role: the network's": {"role": "reviewer", "reason": "Reviews with Erin", "membership": "{alice}"},
    "people:remove_second_factor": {"reason": "Rang back on the number of the hub"},
    "directory:your_card": {"ask_line": "First visits"},
    "directory:set_photo": {"photo": "{photo}"},
    "join": {"first_name": "Nia", "last_name": "Cole", "password": "four-quiet-drums-tonight"},
    "learning:assign": ASKS_ALICE,
    "learning:assign: of the authority": ASKS_ALICE,
    "learning:away": {"first_day": "2030-01-07", "last_day": "2030-01-11"},
    "learning:cover": {"manager": "{bob_subject}", "deputy": "{alice_subject}", "first_day": "2030-01-07", "last_day": "2030-01-11"},
    "learning:diploma": {"achieved_on": "2026-10-01"},
    "learning:persons_pathway": {"step": "{step}", "done_on": "2026-10-01"},
    "learning:sign_off": {"module": "{item}", "seen_on": "2026-10-01", "words": "She listened.", "ready": "no"},
    "learning:withdraw_sign_off": {"reason": "It was a colleague of hers."},
    "learning:rules": {"rule": "{rule}"},
    "learning:new_rule": {"what": "{pathway}", "step": "save"},
    "learning:adapt_pathway": {"wish": "add", "module": "{item}", "number": 2, "unit": "week"},
    "learning:asked": {"wish": "waive", "waive-waiver": "Teaches it herself."},
    "learning:wrong_for_me": {"objection": "I only work nights."},
    "learning:what_changed": {"version": 1},
    "learning:complete": {"version": 1},
    "learning:keep_place": {"anchor": "", "percent": 40},
    "answer_provocation": {"text": "For my own child, no."},
    "learning:check": {"version": 1},
    "learning:check_certificate": {"code": "K7M4 92QX TR", "name": "Alice Ward"},
    "learning:check_question": {"question": "question-1", "answer": "b1"},
    "learning:save_note": {"text": "What I would do."},
    "casestudies:write": {"title": "A story", "draft_version": 1, "wish": "draft"},
    "casestudies:second_author": {"email": ""},
    "casestudies:checklist": {
        "changed": ["names"],
        "basis": "young",
        "agreed_on": "2026-10-01",
        "told": ["change", "at_once", "readers"],
        "audience": "team",
    },
    "casestudies:where: sent": {"text": "It is how they came to talk."},
    "casestudies:review: taken": {"wish": "attempt", "minutes": 5},
    "casestudies:pause": {"wish": "end"},
    "casestudies:read_again": {"outcome": "stays", "note": "", "seen": "{seen_study}"},
    "casestudies:take: sent": {"wish": "take"},
    "casestudies:take_down": {"reference": "AAAA-BBBB-CCCC"},
    "boards:make": {"name": "Handover", "purpose": "Ten and seven.", "state": "open", "level": "open", **ONLY_ASHDALE},
    "boards:settings": {"name": "First visits", "purpose": "Doorsteps.", "state": "open", "level": "open", **ONLY_ASHDALE},
    "boards:open_closed": {"reason": "A complaint"},
    "boards:mark_read": {"up_to": 1},
    "notices:choices": {"email": "daily", "hour": 8, "weekday": 0, "quiet_from": "", "quiet_until": ""},
    "boards:start": {**SENT, "kind": "question", "title": "How long?", "text": "How long do you wait?"},
    "boards:reply": {**SENT, "text": "We sent a card."},
    "boards:follow_up": {"uid": SENT["uid"], "text": "He opened the door."},
    "boards:move": {"to": "{restricted}"},
    "boards:topic_state": {"wish": "close"},
    "boards:merge": {"seen": "{topic_version}", "into": "{question}"},
    "boards:split": {"seen": "{topic_version}", "numbers": "2", "title": "A card, or no card?"},
    "boards:slow_mode": {"minutes": "5", "lasts": "1", "reason": "It is heated."},
    "boards:sanction": {"kind": "warning", "reason": "Please be kind.", "seen": "{warning}"},
    "boards:react": {"kind": "thanks"},
    "boards:edit": {"version": 1, "text": "We sent two cards."},
    "boards:report": {"reason": "child"},
    "boards:decide": {"version": 1, "flags": "{flag}", "decision": "leave"},
    "boards:decide: restricted": {"version": 1, "flags": "{restricted_flag}", "decision": "leave"},
    "boards:answer_request": {"wish": "add"},
    "account_signup": {"email": "new@example.org", "password1": builders.PASSWORD},
    "closed_admin_login": {"username": "dana@example.org", "password": builders.PASSWORD},
    "wagtailcore_login": {"username": "dana@example.org", "password": builders.PASSWORD},
    "closed_django_login": {"username": "dana@example.org", "password": builders.PASSWORD},
    "closed_password_reset": {"email": "dana@example.org"},
}
BEFORE = {
    "GET wagtail_serve: StartIndexPage, unpublished": _hide_start,
    "POST learning:what_changed": _read,
    "POST learning:make_certificate": _complete_module,
    "GET learning:certificate": _certify,
    "GET learning:certificate_pdf": _certify,
    "POST learning:check": _open_check,
    "GET learning:check_question": _open_check,
    "GET learning:check_question: no such question": _open_check,
    "POST learning:check_question": _open_check,
    "POST learning:check_finish": _open_check,
    "GET learning:check_result": _finished_check,
    "GET learning:asked": _ask_everyone,
    "POST learning:asked": _ask_everyone,
    "GET learning:asked: another authority's": _ask_everyone,
    "POST learning:asked: another authority's": _ask_everyone,
    "GET learning:wrong_for_me": _ask_everyone,
    "POST learning:wrong_for_me": _ask_everyone,
    "GET wagtail_serve: LearnIndexPage, unpublished": _hide_learn,
    "GET wagtail_serve: EventIndexPage, unpublished": _hide_events,
    "GET wagtail_serve: ReflectionIndexPage, unpublished": _hide_reflections,
    "GET wagtail_serve: CaseStudyIndexPage, unpublished": _hide_index,
}


def client_of(world, person):
    """Return a client signed in as the person."""
    client = Client(raise_request_exception=False)
    if person != "visitor":
        client.force_login(getattr(world.people, person), backend="cms.accounts.backends.MemberBackend")
    return client


def copy_of(client):
    """Return a client with the same cookies, so that one request does not affect the next."""
    other = Client(raise_request_exception=False)
    other.handler, other.cookies = client.handler, client.cookies.copy()  # the middleware is set up once, not for each request
    return other


def ask(client, world, row):
    """Request the URL of a row."""
    method, case = row.split(" ", 1)
    address = ADDRESSES[case](world) if case in ADDRESSES else reverse(case)
    if method == "GET":
        return client.get(address)
    return client.post(address, {"event": str(uuid4()), **_filled(world, FORMS.get(case, FORMS.get(name_of(row), {})))})


def _filled(world, form):
    """Return the form, completed with values that exist only once the world is built."""
    made = {
        "{photo}": ContentFile(png(), name="me.png"),
        "{job}": world.people.job.pk,
        "{module}": world.site.module.pk,
        "{item}": world.site.item.pk,
        "{alice_subject}": str(world.people.alice.subject),
        "{bob_subject}": str(world.people.bob.subject),
        "{step}": world.step,
        "{rule}": world.rule.pk,
        "{pathway}": f"pathway:{world.pathway.pk}",
        "{word}": docx(p("Words.")),
        "{ashdale}": world.people.ashdale.pk,
        "{restricted}": world.restricted.pk,
        "{flag}": world.flag.pk,
        "{restricted_flag}": world.restricted_flag.pk,
        "{topic_version}": world.topic.version,
        "{question}": world.question.pk,
        "{warning}": world.warning.pk,
        **{f"{{{name}}}": getattr(world.people, name).membership.pk for name in ("alice", "carol", "frank")},
        "{seen_study}": content_hash(world.study),
        "{file}": ContentFile(b"E-mail address,Job role\nzoe@example.org,Hub worker\n", name="people.csv"),
    }
    return {name: made.get(value, value) if isinstance(value, str) else value for name, value in form.items()}


def outcome(response):
    """Return the outcome word for a response, or its status code if no word applies."""
    status, shown = response.status_code, {template.name for template in getattr(response, "templates", [])}
    if status in {301, 302, 303, 307, 308}:
        return _sent(urlsplit(response["Location"]).path, response.request)
    if status == 200:
        return "closed" if "account/signup_closed.html" in shown else "opens"
    if status == 403 and "pages/not_a_member.html" in shown:
        return "waits"
    return {204: "does", 400: "refused", 403: "refused", 404: "refused", 405: "wrong_way", 409: "late", 422: "again"}.get(
        status, str(status)
    )


def _sent(to, request):
    if to in {"/accounts/login/", "/admin/login/"}:  # the admin has no sign-in page of its own: it redirects to ours
        return "signs_in"
    if to == "/":
        return "home"
    if to == "/accounts/reauthenticate/" and request["REQUEST_METHOD"] == "POST":
        return "asks"
    if to == "/admin/" and request["PATH_INFO"].startswith("/admin/"):
        return "desk"
    return "does" if request["REQUEST_METHOD"] == "POST" else "goes"


# Who may read words that are in the world.
READERS = {PRIVATE: {"alice"}, SUBMITTED: {"alice", "erin", "kit"}}


def walk(world, person):
    """Request every row as the person; return {row: outcome} and a list of redirects that fail."""
    found, lost, arrived = {}, [], set()
    signed_in = client_of(world, person)
    for row in rows():
        with transaction.atomic():  # a transaction for each request, so that its changes are undone
            BEFORE.get(row, lambda world, person: None)(world, person)
            client = copy_of(signed_in)
            response = ask(client, world, row)
            found[row] = outcome(response)
            lost += [
                f"{row}: {person} reads “{words}”"
                for words, readers in READERS.items()
                if person not in readers and words in shown(response)
            ]
            lost += [f"{row}: {person}: {words}" for words in _lost(client, response, person, arrived)]
            transaction.set_rollback(True)
    return found, lost


def shown(response):
    """Return the text of a response, or nothing for a streamed file."""
    return "" if response.streaming else response.content.decode(errors="replace")


def _lost(client, response, person, arrived):
    """Yield an error if a redirect loops or ends in a server error.

    `arrived` records who was redirected where before; a visitor's redirect to sign in is the same from every URL.
    """
    if response.status_code in {301, 302} and response.request["REQUEST_METHOD"] == "GET":
        to = (person, urlsplit(response["Location"]).path if person == "visitor" else response["Location"])
        if to in arrived:
            return
        arrived.add(to)
        try:
            response = client.get(response["Location"], follow=True)
        except RedirectCycleError as cycle:
            yield f"round and round through {cycle.redirect_chain[-1][0]}"
    if response.status_code >= 500:
        yield f"ends at {response.status_code}"


@pytest.mark.parametrize("person", PEOPLE)
def test_every_person_gets_the_outcome_in_the_policy(person, world):
    found, lost = walk(world, person)
    wrong = [f"{row}: {person}: {found[row]}, not {expected[person]}" for row, expected in rows().items() if found[row] != expected[person]]
    assert not wrong + lost, f"{len(wrong)} cells are wrong, {len(lost)} ways lead nowhere:\n" + "\n".join(wrong + lost)


def test_every_url_is_in_the_policy():
    missing = list(not_in_the_table(patterns(get_resolver()), rows()))
    assert not missing, "\n".join(missing)


def test_every_row_of_the_policy_is_a_url():
    known = {name for _, name, _ in patterns(get_resolver())}
    assert [row for row in rows() if name_of(row) not in known] == []


def test_every_lead_url_is_tried_with_ids_of_another_authority():
    """gita, who leads Ashdale, must be refused at each of them."""
    with_an_id = {name for route, name, _ in patterns(get_resolver()) if name.startswith("people:") and "<" in route}
    of_no_authority = {"people:discard_email", "people:retry_email"}
    tried = {name_of(row): cells["gita"] for row, cells in rows().items() if row.endswith(": another authority's")}
    assert with_an_id - of_no_authority == {name for name in tried if name.startswith("people:")}
    assert set(tried.values()) == {"refused"}


def test_every_page_type_is_in_the_policy_live_and_unpublished():
    kinds = {model.__name__ for model in get_page_models() if model._meta.app_label in OURS} - {"HomePage"}
    listed = set(rows())
    wanted = {f"GET wagtail_serve: {kind}{state}" for kind in kinds for state in ("", ", unpublished")}
    assert wanted - listed == set()


SAMPLE = {"int": "1", "str": "x", "slug": "x", "uuid": str(NOBODYS), "path": "x"}
# Regular expressions in Wagtail's routes, and text that matches them.
EXPRESSIONS = [
    (r"\(\?P<\w+>(?:live\|)?(?:(?:earliest|latest)\|)?\\d\+\)", "1"),
    (r"\(\?P<\w+>\.\+\)", "1"),
    (r"\(\?P<media_type>audio\|video(?:\|media)?\)", "video"),
    (r"\\\.", "."),
    (r"\.\*/\$$", "no-such-room/"),
    (r"/\$$", "/"),
]


def sample(route):
    """Return a URL that matches a route, with invented arguments, or None for a new kind of regular expression."""
    for expression, text in EXPRESSIONS:
        route = re.sub(expression, text, route)
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLE[found.group(1) or "str"], route)
    return None if re.search(r"[\\^$()<>*+?|]", address) else f"/{address}"


def _prefixed(prefix):
    """Return its routes and names, except those that lead to a closed admin view, which has rows of its own."""
    return [
        (route, name)
        for route, name, _ in patterns(get_resolver())
        if route.startswith(prefix) and not re.search(r"/(login|password_reset)/", f"/{route}")
    ]


@pytest.mark.parametrize("prefix", KEPT_OUT)
def test_every_route_below_a_prefix_can_be_requested(prefix):
    assert [route for route, _ in _prefixed(prefix) if sample(route) is None] == []
    assert len(_prefixed(prefix)) > 100


@pytest.mark.parametrize("prefix", KEPT_OUT)
def test_every_url_below_a_prefix_is_closed(prefix, world):
    """Request each pattern by GET as everyone, and by POST as the first few. Visitors must sign in; others are sent home or refused."""
    entered = []
    for person in KEPT_OUT[prefix]:
        client = client_of(world, person)
        for route, name in _prefixed(prefix):
            address = sample(route)
            answers = {"GET": client.get(address)}
            if person in PEOPLE[:4]:  # permission does not depend on the method; more would only take longer
                answers["POST by a script"] = client.post(address, headers=AS_A_SCRIPT)
            if name == "wagtailadmin_logout":  # open to everyone signed in, and it would sign this person out
                client = client_of(world, person)
                continue
            entered += [f"{person}: {way} {address} ({name}): {word}" for way, word in _entered(person, answers)]
    assert not entered, f"{len(entered)} listed:\n" + "\n".join(entered[:20])


AS_A_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def _entered(person, answers):
    allowed = {"signs_in", "refused"} if person == "visitor" else {"home", "refused"}
    for way, response in answers.items():
        word = outcome(response)
        if word not in allowed:
            yield way, word


def test_an_unknown_url_fails_the_policy_check():
    class More:
        url_patterns = [*get_resolver().url_patterns, path("new-url/", lambda request: None, name="new_url")]

    assert list(not_in_the_table(patterns(More), rows())) == [
        "/new-url/ (new_url) is not in the table of tests/test_who_may.py: say who may enter"
    ]


def test_a_url_without_a_name_or_with_a_duplicate_name_fails_the_policy_check():
    class More:
        url_patterns = [
            *get_resolver().url_patterns,
            path("nameless/", lambda request: None),
            path("other/", lambda request: None, name="health"),
        ]

    assert list(not_in_the_table(patterns(More), rows())) == [
        "/nameless/ (?) is not in the table of tests/test_who_may.py: say who may enter",
        "/other/ and /health/ share the name health: a row must mean one URL",
    ]


def test_both_access_checks_can_fail(world):
    """Control: a wrong cell is reported, and the admin opens for dana, so the prefix test requests real URLs."""
    assert outcome(ask(client_of(world, "carol"), world, "GET provocation: unpublished")) != "opens"
    assert outcome(ask(client_of(world, "visitor"), world, "GET learning:my_learning")) != "opens"
    dana = client_of(world, "dana")
    assert outcome(dana.get(sample("admin/"))) == "opens"
    assert outcome(dana.get(sample("admin/images/"))) == "opens"
