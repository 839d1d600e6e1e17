"""Error pages that are shown without a request (400, 500) have the frame's words too: whom to ask stands on each."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.starter_content.content_types import STARTER


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_footer_of_an_error_page_links_to_help_and_says_whom_to_ring(name):
    footer = BeautifulSoup(render_to_string(name), "html.parser").footer
    addresses = [link["href"].strip("/") for link in footer.find_all("a")]
    assert addresses == ["accessibility-statement", "privacy", "cookies", "contact"]
    assert all((STARTER / "pages" / f"{address}.md").is_file() for address in addresses)
    assert "999" in footer.get_text()
