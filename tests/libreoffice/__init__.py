"""Tests of the xlwings engine for LibreOffice Calc, against a real LibreOffice without windows."""
