"""The notes of a course as they stand in a vault: what they hold and how they link. ``chalkgrad.vault`` writes them."""
