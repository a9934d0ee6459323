"""E-mail: whole messages from IMAP mailboxes."""
