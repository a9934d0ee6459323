"""Life: what becomes of leads and deals after their touches: moved, owned, qualified, converted (R42a, R49, R50)."""
