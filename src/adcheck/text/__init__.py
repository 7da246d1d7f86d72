"""Text analysis: views with offset maps, sentences, word forms, numbers, assertion, tokens."""
