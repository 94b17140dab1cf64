"""The search: what people type, the forms of words, full text, filters, and what the pictures count."""
