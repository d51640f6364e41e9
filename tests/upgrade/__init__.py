"""Tests of `upgrade`: a workbook of an earlier template follows a later one and loses nothing."""
