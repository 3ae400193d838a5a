"""Contradictions: numbers typed in texts that a fact gives, or that say otherwise than another place."""

from deckwright.freshness.contradictions.search import look_for_contradictions

__all__ = ["look_for_contradictions"]
