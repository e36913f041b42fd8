"""What the service says about itself: constant sentences and numbers, never a person's words.

    configure   everything that logs, in this process, goes through here from now on
    speak       the words that paths may be told in
    Style       what a line looks like

A log is read by more people and kept for longer than anything else. So nothing gets into it
because nobody thought of keeping it out: what may be said is listed (`service.logs.saying`).
"""

from service.logs.saying import speak
from service.logs.setup import Style, configure

__all__ = ["Style", "configure", "speak"]
