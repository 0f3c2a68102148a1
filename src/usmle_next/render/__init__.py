"""One module for each kind of output. A formatter decides nothing: all it prints is in the result."""
