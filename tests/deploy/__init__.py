"""The files that put the program on a server, tried as far as a machine without an engine can."""
