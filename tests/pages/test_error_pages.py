"""Error pages rendered without a request (400, 500) still have the footer text that says whom to ask."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.starter_content.content_types import STARTER


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_footer_of_an_error_page_links_to_help_and_gives_a_contact(name):
    footer = BeautifulSoup(render_to_string(name), "html.parser").footer
    links = [link["href"] for link in footer.find_all("a")]
    addresses = [link.strip("/") for link in links if not link.startswith("tel:")]
    assert addresses == [
        "if-it-happens-tonight",
        "accessibility-statement",
        "privacy",
        "cookies",
        "contact",
    ]
    assert all((STARTER / "pages" / f"{address}.md").is_file() for address in addresses)
    assert "999" in footer.get_text()
