"""Normalisers part by part."""
