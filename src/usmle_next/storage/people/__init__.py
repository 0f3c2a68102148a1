"""Many people's files: found, worked out in batches by many processes, kept, and put in order on disk."""
