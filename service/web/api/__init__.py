"""The JSON API: what the pages do but for accounts, through the same front desk.

`routes` puts it into the app, `description` writes down what it takes and gives, and `shapes`
are the values that travel.
"""
