"""The frozen base market: product types, rival goods, keywords, text statistics and invented people."""
