"""Towards the web: guard, robots.txt, gateway and hosts, what an answer is made of and what came of a request."""
