"""The parts of the report, one file each: facts of a run in, a piece of the page out."""
