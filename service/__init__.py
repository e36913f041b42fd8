"""Afterword: the follow-ups of an interview, beside it in the calendar."""
