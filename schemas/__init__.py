"""The records that the parts of leadloom hand to each other; imports none of them."""
