"""Backup, restore and upgrade: one encrypted file holds the database, the files and the keys.

`sealed` is the encryption, `archive` the members and their checksums, `dump` the database;
`backup`, `restoring` and `upgrade` are the three stories.
"""
