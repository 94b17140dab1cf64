"""What editors see and do besides deciding: the queue, their history, people, and pages that they added."""
