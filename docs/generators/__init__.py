"""Makes the reference pages of the documentation from the code: `docs/make_pages.py` puts them into their pages."""
