"""After the last day: the orders of a run come to their end, without new visits.

Late parcels, returns, disputes and reviews of the last orders count then too. Only what orders bring by themselves
happens, up to ninety days after the end: nobody visits, buys, writes or ships any more, goods and messages that were to
come stay away, and no day is closed but the last, which brings the reviews into the ratings. A dispute that is opened
after the end finds nobody to answer it. Account health stays as it was at the end.
"""

from lab.engine.pack import pack, unpack
from lab.orders.events import KINDS, happen
from lab.orders.ratings import update_ratings
from lab.values.moment import DAY
from lab.world.world import World

LONGEST = 90 * DAY


def run_off(world: World) -> World:
    """A copy of a world in which all orders have run to their end; the world given stays as it is.

    Its clock stands ninety days after the run's end, whatever the moment at which the world given stands.
    """
    after = unpack(pack(world), world.setting)
    last = world.setting.end + LONGEST
    while after.agenda and after.agenda[0].at <= last:
        due = after.agenda.pop(0)
        if due.kind in KINDS:
            after.now = max(after.now, due.at)
            happen(after, due)
    after.now = last
    after.agenda.clear()
    update_ratings(after)
    return after
