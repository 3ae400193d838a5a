"""Contradictions: numbers typed in texts that a fact gives, or that say otherwise than another place."""

from deckwright.contradictions.look import look_for_contradictions

__all__ = ["look_for_contradictions"]
