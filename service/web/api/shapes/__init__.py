"""What the API takes and gives, each with an example. Addresses of calendars never come back."""
