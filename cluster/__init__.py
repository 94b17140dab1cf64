"""Many machines: site runs as jobs on PostgreSQL. Nothing outside this folder imports it but two commands."""
