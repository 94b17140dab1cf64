"""Who came, from where, how many, when, to learn what, received by whom: the facts of a visit, each with its place."""
