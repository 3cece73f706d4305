"""Does one action, passes time, replays a journal, packs and unpacks a world. Knows no scenario."""
