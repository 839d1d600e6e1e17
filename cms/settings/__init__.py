"""Settings: `base` for all, and one of `dev`, `test`, `bench` or `production` on top of it."""
