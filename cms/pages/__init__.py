"""The front page, public pages, start lists, what every page shares, and the views around them."""
