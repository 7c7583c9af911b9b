"""Whether the histories of a war hold the record of it: predictive checks, and the natural test of a truce."""
