"""From documents to a report."""
