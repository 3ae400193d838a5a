"""Office Open XML: packages and their parts, names and namespaces, and the DrawingML that shapes and themes share."""
