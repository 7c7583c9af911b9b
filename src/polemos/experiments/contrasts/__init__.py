"""What a change makes of a war, history by history."""
