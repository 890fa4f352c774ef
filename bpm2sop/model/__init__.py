"""Frozen values that travel between the floors; standard library only."""
