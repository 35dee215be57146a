"""What other sources say: read, matched to places, previewed, applied as a batch, undone."""
