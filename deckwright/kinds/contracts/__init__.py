"""Contracts: the fields that a slide or deck.yaml may have, from which checks, schema and reference are derived."""
