"""What shows that duties were done: what jobs told, and what people wrote down."""
