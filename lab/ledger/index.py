"""Where the entries of each order stand in the books."""

from lab.world.entry import Entry


class OrderIndex:
    """Where the entries of each order stand in the books; for a caller that asks about many orders.

    It reads on where it stopped whenever it is asked, because the books only ever grow.
    """

    def __init__(self, ledger: list[Entry]) -> None:
        self._ledger = ledger
        self._read = 0
        self._places: dict[str, list[int]] = {}

    def of(self, order_id: str) -> tuple[int, ...]:
        """The places in the ledger, in order."""
        for place in range(self._read, len(self._ledger)):
            order = self._ledger[place].order
            if order is not None:
                self._places.setdefault(order, []).append(place)
        self._read = len(self._ledger)
        return tuple(self._places.get(order_id, ()))
