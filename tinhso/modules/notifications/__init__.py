"""Messages to people: the inbox in the application, e-mail, and later SMS and Zalo.

Owns the tables of messages, deliveries by channel, preferences, and the texts a province changed.
"""
