"""What a page says once after something was done: `?did=WORD`, and only these words.

A sentence from the address itself would let anybody put words into our mouth.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "browser_signed_out": "That browser is signed out.",
        "browsers_signed_out": "Every other browser is signed out, and links that nobody had used"
        " are withdrawn.",
        "begun": "It has begun: your follow-ups are being put into your feed.",
        "calendar_added": "The calendar is read from now on.",
        "calendar_checked": "The calendar is being read.",
        "calendar_left_alone": "The calendar is left alone from now on.",
        "calendar_removed": "The calendar is removed, and its address forgotten.",
        "calendar_renamed": "The calendar has its new name.",
        "calendar_watched": "The calendar is watched again.",
        "debrief_kept": "Noted, and saved. What is in your calendar follows within a minute.",
        "emptied_removed": "Noted: they stay away. What is new is written as before.",
        "emptied_wanted": "They are put back within a minute.",
        "devices_ended": "Links open only where you are signed in.",
        "feed_new_already": "Your feed had its new address already, and it was shown when it was"
        " made. If you don't have it, make another.",
        "feed_revoked": "The address of your feed is withdrawn.",
        "google_again": "The account is connected again, and goes on from where it was.",
        "google_chosen": "Noted. What is new is being read.",
        "google_own_again": "The calendar is looked for at Google, and made again if it is gone.",
        "google_connected": "The account is connected. Nothing is read until you have chosen.",
        "note_draft": "Back to the draft.",
        "note_sent": "Noted. When everyone has theirs, the entry in your calendar is done.",
        "note_skip": "Skipped.",
        "note_undo": "Taken back.",
        "note_words": "Your words are kept.",
        "links_new": "Links of before open nothing any more. New ones are put into your entries.",
        "said_accept": "Taken as an interview. Its follow-ups appear within a minute.",
        "said_again": "It is planned again, and is back in your calendar within a minute.",
        "said_done": "Noted as done.",
        "said_heard_back": "Noted that they answered: there is no call to make any more.",
        "said_keep": "Kept, until you say otherwise.",
        "said_later": "Put off: it moves within a minute.",
        "said_never": "You won't be asked about events from there again.",
        "said_offer": "Congratulations! There is no call to make any more.",
        "said_refuse": "Noted: not an interview.",
        "said_rejected": "Noted, and sorry. There is no call to make; a thank-you is only if you"
        " like.",
        "said_silent": "Noted: you call on the next business morning, and the script says so.",
        "said_skip": "Skipped: it goes from your calendar.",
        "said_undone": "Taken back.",
        "said_withdrew": "Noted. There is no call to make; a gracious note is only if you like.",
        "person_forgotten": "Forgotten. Entries that named them are written anew or go within a"
        " minute.",
        "settings_applied": "Your settings are saved. The plan follows them within a minute.",
        "settings_unread": "These settings could not be read, so nothing was saved.",
        "signed_out": "You are signed out of this browser.",
        "supplies_counted": "Noted. Each card that you mark as posted takes one of each.",
        "token_removed": "The token is removed, and works no longer.",
        "signed_out_everywhere": "You are signed out of every browser, and links that nobody"
        " had used are withdrawn.",
    }
)


def notice(word: str | None) -> str | None:
    """The sentence for a word; None for none, and for one that nobody gave out."""
    return NOTICES.get(word or "")
