"""What a person sees: commands, charts, the report."""
