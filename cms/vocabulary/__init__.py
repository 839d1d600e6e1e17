"""Content that editors write once and every page can use: themes, glossary terms, provocations and figures."""
