"""The live page of a run: what it shows as plain data, the questions that it asks, and the server on loopback.

``frontend/src/contract.ts`` says what every answer of the server looks like.  Each of its shapes has a room here that
makes it, out of a run and without looking at who asks:

- ``page_view``     what does not change: names, places, ground, dates, the answer in five lines
- ``weeks_view``    what the slider moves through; its curves come from ``series_view``, its graph from ``ties_view``
- ``history_view``  one history lived again, with its chronicle
- ``inputs_view``   what the form can change
- ``answers_view``  questions that were asked before and kept
- ``ledger_view``   the claims of a document, and the document

``plain`` rounds: shares to three decimals, amounts to one, from a thousand on to four digits; what is not known is
None.  Fans are the percentiles 10, 25, 50, 75, 90 of the histories, as in ``interfaces.charts``.  The same run gives
the same data.  Which sums the curves hold is said in ``series_view``; ``polemos show RUN --measure NAME`` prints them.
"""
