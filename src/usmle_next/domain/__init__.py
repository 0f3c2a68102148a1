"""The road, its words and its rules. Pure: no file, no clock, no terminal."""
