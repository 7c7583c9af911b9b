"""The live page of a run: what it shows as plain data, the questions that it asks, and the server on loopback."""
