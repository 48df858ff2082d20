"""The store room: tables, one transaction a run, and the questions that commands ask."""
