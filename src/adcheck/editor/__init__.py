"""The language server: findings as you type."""
