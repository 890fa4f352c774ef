"""The outside check of the contract: written from the documents alone, it shares no code with bpm2sop."""
