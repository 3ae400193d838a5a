"""How fast Deckwright is, beside its peers: `make benchmark`."""
