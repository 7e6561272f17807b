"""`tinhso run`: database, migrations, province data, web server, worker, one launcher for all.

`launcher` is the story from start to stop; the others are its parts.
"""
