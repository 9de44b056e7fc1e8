"""How long texts of limited width may be, in code points: what is written into such columns is cut there."""

# Of persons: names, addresses, and what joins spellings of one address.
NAME = 320
ADDRESS = 320
ADDRESS_KEY = 700
# A date as an attribution line says it.
SAID_ON = 120
# Of attachments.
FILENAME = 255
CONTENT_TYPE = 255
# Of lists.
LIST_SLUG = 80
LIST_NAME = 200
LIST_ID = 320
LIST_ADDRESS = 320
# What an import problem is, without its particulars.
PROBLEM_KIND = 200
