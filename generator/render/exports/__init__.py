"""Lists of papers for other programs: BibTeX, RIS, CSL-JSON, JSON Lines, COinS."""
