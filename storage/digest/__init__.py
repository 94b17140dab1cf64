"""Digests: what nobody was told yet, what was sent when, and the recall gauge that goes with them."""
