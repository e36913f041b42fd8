"""What is reached over HTTP: the private feed, the JSON API, and whether all is well."""
