"""Brands: how a talk looks, read from a folder with a brand.yaml."""

from deckwright.brands.read import brand_folders, find_brand, read_brand

__all__ = ["brand_folders", "find_brand", "read_brand"]
