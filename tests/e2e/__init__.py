"""The whole way in a real window: a mouse click, the macro, Python, new figures on the screen."""
