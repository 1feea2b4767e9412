"""What the documents promise, held to the program."""
