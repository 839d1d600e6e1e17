"""Starting: reading the site's first content from files, and writing content back to the same files.

`files` reads one file, `text` turns Markdown and rich text into each other, `blocks` does the same for fences and blocks,
`kinds` are the sorts of content the ground itself owns, `load` brings it all into the site and `export` takes it out.
The format is docs/starter-content.md. Houses plug their own kinds in through hooks.STARTER_CONTENT.
"""
