"""Brands: how a talk looks, each a folder with a brand.yaml."""
