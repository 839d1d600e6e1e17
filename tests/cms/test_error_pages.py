"""Error pages that are shown without a request (400, 500) have the frame's words too: whom to ask stands on each."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from cms.starter_content.content_types import STARTER


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_footer_leads_to_the_pages_that_help(name):
    soup = BeautifulSoup(render_to_string(name), "html.parser")
    links = {link["href"]: link.get_text() for link in soup.footer.find_all("a")}
    assert list(links.values()) == ["Accessibility statement", "Privacy", "Cookies", "Contact"]
    assert all((STARTER / "pages" / f"{href.strip('/')}.md").is_file() for href in links)
    assert "ring 999" in soup.footer.get_text()
