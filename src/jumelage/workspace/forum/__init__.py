"""Pages of forums: for those who run an edition, and for the places that send delegations."""
