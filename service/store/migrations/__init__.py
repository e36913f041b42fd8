"""The tables by steps: each a file of `versions/`, never changed once it is published."""
