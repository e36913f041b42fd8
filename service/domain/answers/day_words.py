"""Months and weekdays as people write them: English, de, fr, es, nl, pt, it. A table, no code.

Accents and case are gone (see `dates.folded`). The first word of a row is its English name.
Left out on purpose is what names two things: "mar" is March in five of the languages and
Tuesday in three, so it is a month; "out" is October to a Brazilian and a word to everybody else.
"""

from __future__ import annotations

_MONTHS = (
    "january jan januar janner janvier janv enero ene januari janeiro gennaio gen",
    "february feb februar feber fevrier fevr fev febrero februari fevereiro febbraio febb",
    "march mar marz mrz mars marzo maart mrt marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo mei maio maggio mag",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre setembro settembre set sett",
    "october oct oktober okt octobre octubre outubro ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dezembro dicembre",
)

_WEEKDAYS = (
    "monday mon montag mo lundi lun lunes maandag ma lunedi segunda-feira",
    "tuesday tue tues dienstag di mardi martes dinsdag martedi terca-feira",
    "wednesday wed weds mittwoch mi mercredi mer miercoles mie woensdag wo mercoledi quarta-feira",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue donderdag giovedi gio quinta-feira",
    "friday fri freitag fr vendredi ven viernes vie vrijdag vr venerdi sexta-feira",
    "saturday sat samstag sonnabend sa samedi sam sabado sab zaterdag za sabato",
    "sunday sun sonntag so dimanche dim domingo dom zondag zo domenica",
)


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, first) for word in row.split()}


MONTHS = _numbered(_MONTHS, 1)
"""Word -> month, January = 1."""

WEEKDAYS = _numbered(_WEEKDAYS, 0)
"""Word -> weekday, Monday = 0 as in `date.weekday`."""

MONTH_NAMES = tuple(row.split()[0].capitalize() for row in _MONTHS)
WEEKDAY_NAMES = tuple(row.split()[0].capitalize() for row in _WEEKDAYS)
