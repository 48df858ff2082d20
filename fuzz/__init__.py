"""Documents that nobody would send, given to everything that reads what others wrote (docs/fuzzing.md)."""
