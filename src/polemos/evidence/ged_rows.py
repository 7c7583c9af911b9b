"""Rows of the UCDP Georeferenced Event Dataset, of any release that names its columns in words.

Comes in: the cells of a row.  Goes out: the values of ``Events``.  The releases agree in the columns that are needed
here: the older ones with some forty, the 49 of the recent ones (``relid``, ``code_status``, ``gwnoa`` ...), subsets
with all that is required, and what ``engine.ged`` writes.  The others are not looked at.  Codes: UCDP GED codebook.
Side a is the state in state-based violence and the attacker in violence against civilians; the parts of the deaths,
the precision of place and date and the range from low to high are UCDP's own.
"""

from __future__ import annotations

from polemos.evidence.row_format import VALUES, Format, cell_by_cell

CALLED = dict(zip(VALUES, VALUES, strict=True)) | {
    "kind": "type_of_violence",
    "first": "date_start",
    "last": "date_end",
    "date_precision": "date_prec",
    "where_precision": "where_prec",
    "place": "where_coordinates",
}

GED = Format("UCDP GED", tuple(CALLED.values()), (), CALLED, cell_by_cell(CALLED))
