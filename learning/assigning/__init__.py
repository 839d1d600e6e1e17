"""The pages on which managers ask people to do modules, change a date, waive or answer, and on which people say one is wrong for them."""
