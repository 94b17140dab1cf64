"""A stand-in web: a local internet of news sites with a truth file and a clock.

`world.build(Plan(...))` fixes who publishes what, when and where. `server.Newsroom(world, now)` serves it on loopback
under `http://127.0.0.1:PORT/{original url}`. `truth.truth(newsroom.web)` says what is true. `month.play` moves the
clock and polls, `month.compare` holds what was stored against the truth. `python -m newsroom serve` is the same as a
process, steered by `remote.RemoteNewsroom`.

`scenario.py` names the worlds that are played at more length: the month is what `month.py` at the top level plays by
the project's own planning; timeline.py keeps its time, measures.py holds what observed.py has against the truth.

publication.py  the nouns                          outlets/    one file a site: URL forms, listings, feeds, dates
texts/          what the articles say              templates/  the sites' markup by era
fate.py         reprints, edits, moves, ends       shelf.py    what a site has to show at one time
faults.py       what goes wrong on the wire        noise.py    what clutters the listings
hostile.py      what is meant to hurt, on demand   web.py      URL and headers in, answer out
wire.py         how an answer is written           server.py   the server; log.py its log
incidents.py    what is done to sites on purpose   measure_*   visits, traffic, gaps, alarms

Everything follows from the plan's seed; nothing here reads a clock or the network.
"""
