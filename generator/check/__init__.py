"""The built site, read as a visitor, a crawler and GitHub Pages will meet it.

`site.py` is the way through: the folder, then each page, then what the pages say of each other,
then feeds, sitemaps and other files.
"""

from generator.check.site import check_site

__all__ = ["check_site"]
