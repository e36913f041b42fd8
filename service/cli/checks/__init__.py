"""What `afterword doctor` looks at, one module each. Checks give findings.

A database that cannot answer is left to the doctor (`Unavailable`); all else is a finding.

finding    what a check says
address    the address others reach us by
database   where everything is kept, and the key to it
work       worker and clock
calendars  the calendars, and the way out to their servers
google     the client at Google, and the accounts
"""
