"""Ways of running things at the same time."""
