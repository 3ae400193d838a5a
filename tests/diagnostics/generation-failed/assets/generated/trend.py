raise ValueError("no such year")
