"""Child processes that the tests of storage kill."""
