"""The JSON API: most of what the pages do, through the same front desk.

`routes` puts it into the app, `description` writes down what it takes and gives, and `shapes`
are the values that travel.
"""
