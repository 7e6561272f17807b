"""The specimen page: every component in every state, for developers and tests."""
