"""The rules of a state held against a person: a module for each question, findings, and the verdict."""
