"""What waits for those who keep a register: memberships, objections, erasures."""
