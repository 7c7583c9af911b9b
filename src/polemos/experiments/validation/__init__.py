"""Published results, one function each, in rooms by subject; ``experiments.validation.validate`` runs them."""
