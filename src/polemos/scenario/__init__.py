"""One war as text: read, checked, edited and turned into arrays."""
