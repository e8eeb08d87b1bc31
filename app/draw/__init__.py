"""Drawing on the server: the page's own modules, run in V8 and asked for the same figures."""
