"""Tables of facts (CSV) and the functions that look things up in them."""
