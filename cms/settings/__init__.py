"""Django settings: `base`, and `dev`, `test`, `bench` and `production`, which import it."""
