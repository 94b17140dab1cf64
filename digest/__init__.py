"""Telling the editors: what is new since the last digest."""
