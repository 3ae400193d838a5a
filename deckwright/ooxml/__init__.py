"""Office Open XML: packages and their parts, names and namespaces, what DrawingML says alike everywhere."""
