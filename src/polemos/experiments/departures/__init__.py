"""Where histories leave each other: by an edit from a date on, or through what two wars do apart."""
