"""One season's ledger: programs, interviews, rank list, money."""
