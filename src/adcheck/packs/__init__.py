"""Pack folders (TOML) → validated, compiled rules."""
