"""Tools for those who work on Rehearsal."""
