"""Exchange: exports translation files as XLIFF, Excel and CSV for translators, and imports them again."""
