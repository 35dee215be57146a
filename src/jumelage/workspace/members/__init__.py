"""Who acts for a place: members, invitations, applications, the trail."""
