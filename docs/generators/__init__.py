"""Writes the reference tables of the documentation from the code; docs/make_pages.py puts them into their pages."""
