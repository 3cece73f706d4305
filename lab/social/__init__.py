"""Posts on invented networks: what a post must keep, who follows the shop, and how followers react."""
