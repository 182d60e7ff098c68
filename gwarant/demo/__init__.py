"""The world that demo, screenshots and tests share."""
