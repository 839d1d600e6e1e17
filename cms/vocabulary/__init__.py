"""Words and numbers kept once and used everywhere: themes, glossary terms, provocations, figures."""
