"""All SQL of the house: rows go in, values come out."""
