"""Shoppers' visits to the shop: who comes, looks, clicks and buys."""
