"""Bridges to what others use; each is imported only when asked for."""
