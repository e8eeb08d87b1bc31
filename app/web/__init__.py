"""HTTP: the API, the pages, limits, headers, errors."""
