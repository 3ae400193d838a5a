"""The built-in template's parts: theme, master, slide layouts and notes master, 16:9, as PowerPoint's own XML."""
