"""Which uncertain inputs matter, and what is chance."""
