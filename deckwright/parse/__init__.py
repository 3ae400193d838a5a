"""Parse: deck.yaml and every other YAML file become a tree in which all keys and values know their place."""
