"""What a run is worth: `verdict` (pure) judges its counters, `ledger` keeps its row."""
