"""What is wrong with a site, by one run held against what it usually gives."""
