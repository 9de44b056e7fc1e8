"""The words that attribution lines are made of, in the languages that occur."""

from __future__ import annotations

import re

VERBS = (
    "wrote", "writes", "write", "written", "said", "says", "spake",
    "schrieb", "schreibt", "meinte",
    "a écrit", "a ecrit", "écrit", "ecrit", "écrivit", "écrivait",
    "escribió", "escribio", "escribía", "escribe", "escreveu", "va escriure",
    "ha scritto", "scrive", "scrisse", "a scris",
    "schreef", "schreeft", "geschreven", "skrev", "skriver", "skreiv", "kirjoitti",
    "napsal(a)", "napsala", "napsal", "napísal(a)", "napísal", "napisał(a)", "napisała", "napisał", "pisze", "napisao",
    "пишет", "писал(а)", "писала", "писал", "написал(а)", "написала", "написал", "пише", "написав",
    "ezt írta", "írta", "yazdı", "έγραψε", "parašė", "rakstīja",
    "님이 작성", "작성", "写道", "寫道", "写到", "さんは書きました", "さんが書きました", "書きました", "wrote",
)  # fmt: skip
# What a verb may carry between itself and the colon.
ASIDE = r"(?:\s+(?:the following|as follows|in|to me|thusly|something like|följande|följande|thus))?"
VERB = re.compile(
    r"(?:(?<=[\s>)\]\"',*])|(?<=님)|(?<=于)|(?<=^)|(?<=[^\x00-\x7f]))(?:"
    + "|".join(map(re.escape, sorted(set(VERBS), key=len, reverse=True)))
    + r")(?!\w)" + ASIDE,
    re.IGNORECASE,
)  # fmt: skip
# How the first line of a wrapped attribution begins.
OPENING = re.compile(
    r"(?:[*+~]+ |\[|Quoting |Citando |Zitat von |Zitiere |Citeren |According to |Excerpts from "
    r"|Once upon a time"
    r"|In (?:message|article|<)|(?:On|At|Am|Le|El|Em|Il|Op|Den|Dne|Dnia|W dniu|Dana|Pe|Il giorno|À"
    r"|A|Em|Dňa|在|于)\s+\S"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*[,. ]|\d{4}[-/.年]\s?\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.? \w{3,12}\.? \d{4})"
)
OPENING_WORD = re.compile(
    r"^(?:[*+~\[]+\s*|(?:(?:On|At|Am|Le|El|Em|Il giorno|Il|Op|Den|Dne|Dnia|W dniu|Dana|Pe|Dňa|A|À"
    r"|Quoting|Citando|Zitat von"
    r"|Zitiere|Citeren|According to|Once upon a time|Thus|As|Dans son message du)\s+|在\s*|于\s*))"
)
EXCERPT = re.compile(r"^Excerpts from (?P<name>.{1,80}?)(?:'s|’s)? message of (?P<date>.*)$")
MESSAGE_ID = re.compile(r"\b(?:in|In)\s+(?:message|article|mail)?\s*<[^<>\s]*>,?\s*(?:on )?")
MONTHS = (
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août"
    r"|déc"
    r"|ene|abr|ago|dic|fev|set|out|dez|gen|mag|giu|lug|ott|maj|sty|lut|kwi|cze|lip|sie|wrz|paź|lis"
    r"|gru"
    r"|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|tammi|helmi|maalis|huhti|touko|kesä"
    r"|heinä|elo|syys|loka|marras|joulu"
)
DAYS = (
    r"mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lun"
    r"|mar|mer|jeu|ven|sam|dim"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|yesterday|today|gestern|hier"
)
ZONES = r"UTC|GMT|UT|CES?T|MES?Z|EES?T|WES?T|BST|IST|JST|KST|MSK|MSD|[ECMP][SD]T|[ECMP]T|AE[SD]?T|NZ[SD]?T|HKT|CST|Z"
STAMP = re.compile(
    r"(?<![\w@.])(?:"
    r"\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}\s?日?\.?(?:T\d\d:\d\d\S*)?"
    r"|\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[:.]\s?\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
    r"|[+-]\d{2}:?\d{2}\b|\d{4}(?:[년年])?(?!\w)|'\d\d\b|\d{1,2}(?:st|nd|rd|th)?(?!\w)"
    r"|\((?:[^()<>@]{1,40})\)(?=\s*[,;.]?\s)"
    r"|(?:" + ZONES + r")(?:[+-]\d{1,4})?(?=[\s,;:)]|$)|[AP]M\b|Uhr\b"
    r"|(?:" + DAYS + r")[a-z]{0,6}\b\.?|(?:" + MONTHS + r")[a-zа-яéûäö]{0,10}\b\.?)",
    re.IGNORECASE,
)  # fmt: skip
# What makes date words a date: a year, a time, or a day and month in figures.
DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
ADDRESS = re.compile(r"<\s*(?P<angle>[^<>]{1,250})>|[(\[](?:mailto:)?(?P<round>[^()<>\s\[\]]{1,120}(?:@|\s+at\s+)[^()<>\[\]]{1,120})[)\]]"
                     r"|(?<![\w@])(?P<bare>[\w.+-]{1,100}(?:@| at )[\w-]{1,60}\.[\w.-]{1,100})")  # fmt: skip
PRONOUNS = frozenset({"you", "i", "he", "she", "they", "we", "it", "who", "someone", "somebody", "du", "er", "sie", "ich", "vous", "tu", "il", "elle", "je"})  # fmt: skip
PARTICLES = frozenset({"de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "del", "dos", "bin", "al", "el", "ten", "ter", "zu", "y", "e", "via", "aka", "and"})  # fmt: skip
NOT_NAMES = frozenset({"the", "this", "that", "these", "documentation", "commit", "message", "manual", "page", "comment", "code", "spec", "standard", "patch", "changelog", "which", "what", "also", "then", "but", "so", "if", "as", "because", "there", "here"})  # fmt: skip
