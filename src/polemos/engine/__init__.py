"""Thousands of histories of one war: run, stored, measured, replayed."""
