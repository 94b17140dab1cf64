"""A site without a file: guessed, written, checked, and its golden pages."""
