"""What changed since the last publication: definitions, and figures of past months with the reason."""
