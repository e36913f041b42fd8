"""One pass for one person: look at the calendars, work out what should be there, make it so.

once          the pass itself, and its transactions
equipment     what a pass needs of the world: connectors, a home zone, dice
recall        what is known of a person before anybody looks
told          the person's answers, sorted by what a pass does with them
looking       one source: pull, believe or not, and what that says of the next time
bookmark      the cursor, and under which circumstances it was written
pace          when to look next
understanding events -> sessions -> visits -> follow-ups, with what is remembered
asking        what may be an interview and is asked about
again         what the person wants planned again after all
anew          a second slot for a follow-up whose first has passed
ledger        the rows as the pass sees them: guarded, and left alone when nothing changed
printing      the ledger -> the bytes of the feed
telling       what happened, as sentences of the journal
preview       what a pass would do under other settings
"""

from service.watch.equipment import Connect, Equipment, LeaseLost
from service.watch.once import watch

__all__ = ["Connect", "Equipment", "LeaseLost", "watch"]
