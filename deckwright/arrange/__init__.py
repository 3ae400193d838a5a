"""Arrange: space shared out and type measured. The verb is `pages.arrange`; the elements use the rest."""
