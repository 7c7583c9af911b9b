"""Published results as pure functions: they know no war, no files and no clock."""
