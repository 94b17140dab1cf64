"""A second hostile web, made without a look at the first (tests/hostile.py): the daemon itself is sent into it.

Each site of SITES is a real site's name and addresses; what they answer is made up here.
"""
