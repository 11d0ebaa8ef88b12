"""Pages of groups: to find and read them, to come and go, to look after them."""
