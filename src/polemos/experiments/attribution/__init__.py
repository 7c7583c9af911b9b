"""Which stated cause did it."""
