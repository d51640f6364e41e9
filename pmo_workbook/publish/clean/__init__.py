"""The clean copy of some sheets, made part by part from an allow-list."""
