"""Published results, one function each, in rooms by subject; ``experiments.validate`` runs them."""
