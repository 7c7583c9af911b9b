"""What is to come: dated answers with their chances, frozen before anybody knows, and scored when somebody does."""
