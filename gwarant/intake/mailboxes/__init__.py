"""Mailboxes that we read ourselves, by IMAP: which there are, how they are read, and that somebody hears when not."""
