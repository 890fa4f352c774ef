"""Words: step text, titles, decisions, durations and the sentences for people."""
