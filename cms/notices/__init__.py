"""Notices: what is new for a person on the site, and the emails about it. Other apps say what there is to tell, and to whom."""
