"""Files: finding, checking and caching definitions; reading and writing the progress file."""
