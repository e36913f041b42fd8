"""The front desk: what a person may ask for, each a small function on a `Store`.

Pages, the JSON API and the command line all come here, so there is one way to do each thing.
Nothing here waits for a network or knows HTTP; after a change the caller wakes the person.
"""
