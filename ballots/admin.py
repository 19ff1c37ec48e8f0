"""Nothing of a count is in Django admin: whoever administers the machine has no power over a result."""
