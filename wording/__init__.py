"""How things read: every word that a page or a digest says, in Bahasa Indonesia and English."""
