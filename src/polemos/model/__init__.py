"""One day of war as plain loops over arrays: no files, no clock, no names of actors."""
