"""Parse: reads YAML files into trees of nodes in which every key and value has its place."""
