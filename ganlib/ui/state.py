"""Every session key, written once."""

ENTERED = "entered"  # app.py has run in this session
PENDING = "pending"  # (page file, query parameters) to open once app.py has run
LANGUAGE = "lang"  # the language a person chose, if they did; also the address parameter
