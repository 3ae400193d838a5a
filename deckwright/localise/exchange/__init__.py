"""Exchange: catalogs as the files that translators work in, XLIFF, Excel and CSV, out and in."""
