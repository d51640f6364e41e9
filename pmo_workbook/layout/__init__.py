"""Results become plain blocks of values, one module per generated tab."""
