"""What recurs for years: what is held and when it runs out, what is owed and by when, and the ledgers of CME."""
