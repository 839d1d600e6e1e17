"""Tables that Find caches with the page tree. The app's migrations make the stamp watch them."""

WATCHED = [
    "search_synonym",
    "people_authority",
    "people_milestone",
    "people_jobrole",
    "wagtailsearchpromotions_query",
    "wagtailsearchpromotions_searchpromotion",
]
