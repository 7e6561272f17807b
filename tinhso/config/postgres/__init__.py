"""The database server: the embedded one of the wheel, or an existing PostgreSQL 15 or later.

`connection` is the single place that knows both cases; `embedded` runs the wheel's binaries;
`roles` makes the three roles everywhere the same.
"""
