"""Writes of commitments: each checks rights, refuses with every reason, and is audited."""
