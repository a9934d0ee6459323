"""Rows of CSV files, each an enquiry."""
