"""What any member does with any page: save it, report a problem; and the footer of a page."""
