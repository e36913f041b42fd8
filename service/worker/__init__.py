"""Whoever is due is attended to: under a lease, by threads or by a cluster.

attend    one delivery: claim, watch, release or fail
local     threads in the serving process, and a sweep
cluster   the same by Procrastinate on PostgreSQL; imported only there
owners    which process holds a lease, and whether it is gone
chores    channels by which providers tell of changes, made and stopped in time
messages  one message a day to who wants it, never in their quiet hours
daily     what is done once a day for everybody: forgetting what is long over
"""
