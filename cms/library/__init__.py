"""Pictures, documents and recordings: checking uploads, stripping metadata, and serving files to people who may open them."""
