"""Trade papers that can be printed: what stands on each, as one description for the page and for the PDF file."""
