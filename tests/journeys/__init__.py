"""A person at a browser: Debian's Chromium, a real `serve`, both databases.

A package, so that the browser is closed when its last test is over: Playwright keeps an event
loop running in the thread it was started in, and other tests want that thread for their own.
"""
