"""Does one action, passes time, replays a journal, packs and unpacks a world, lets staff take a hand in one. Knows no scenario."""
