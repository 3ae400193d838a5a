"""Languages: what is known of each, and how it writes numbers, dates, lists and quotations."""
