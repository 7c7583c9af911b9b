"""Records and documents: what was observed and what was said, as data that can stand beside simulated histories."""
