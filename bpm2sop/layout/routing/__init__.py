"""Arrows between the symbols of a page: orthogonal, deterministic, within hard rules."""
