"""The search index: what a paper says → files a reader's browser looks things up in.

`entries` takes a paper apart into terms, `postings` turns that round into the papers of each
term, `shards`, `spelling` and `blocks` write the files, and `index` is the way through.
themes/broadsheet/assets/search-files.js reads what is written here; docs/search.md has the
format.
"""
