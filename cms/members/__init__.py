"""What members do with any page: save it for later and report a problem. Also the footer that offers both."""
