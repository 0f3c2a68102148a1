"""This person's steps: which apply, where each stands, by when, and what the whole comes to."""
