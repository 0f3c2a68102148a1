"""What detailed views say, label by label, for tables and plain lines alike."""
