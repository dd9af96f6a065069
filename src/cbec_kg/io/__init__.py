"""Four doors: everything that comes in or goes out passes one of `loading`, `querying`, `writing`, `html`."""
