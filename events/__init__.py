"""Private events: programme, guest list, invitations, passes, admission."""
