"""The research release: one folder that can be cited, checked and explored."""
