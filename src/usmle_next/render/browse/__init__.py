"""The road full-screen: a list, the page of what stands under the cursor, and keys that record."""
