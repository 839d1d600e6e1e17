"""Pictures, documents and recordings: checking uploads, removing metadata, and serving files to people who may open them."""
