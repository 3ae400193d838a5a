"""Localise: translates the texts of a deck, and keeps its translation files (gettext catalogs) up to date."""
