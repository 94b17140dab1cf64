"""A stand-in web: a local internet of news sites with a truth file and a clock.

`world.build(Plan(...))` fixes who publishes what, when and where. `server.Newsroom(world, now)` serves it on loopback
under `http://127.0.0.1:PORT/{original url}`. `truth.truth(newsroom.web)` says what is true. `month.play` moves the
clock and polls, `month.compare` holds what was stored against the truth. `python -m newsroom serve` is the same as a
process, steered by `remote.RemoteNewsroom`.

publication.py  the nouns                          outlets/    one file a site: URL forms, listings, feeds, dates
texts/          what the articles say              templates/  the sites' markup by era
fate.py         reprints, edits, moves, ends       shelf.py    what a site has to show at one time
faults.py       what goes wrong on the wire        noise.py    what clutters the listings
hostile.py      what is meant to hurt, on demand   web.py      URL and headers in, answer out
wire.py         how an answer is written           server.py   the server; log.py its log

Everything follows from the plan's seed; nothing here reads a clock or the network.
"""
