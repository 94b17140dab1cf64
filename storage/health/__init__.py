"""How each site is doing: what it usually gives, gaps, alarms, manners, and what goes wrong with the installation."""
