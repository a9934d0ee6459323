"""What-if: other rules over the captures that the log holds, decided again in a scratch state, and what would have come out otherwise.

window.py       from which decision on, with the state as it stood there; or why that cannot be
captures.py     the captures, lane by lane, as the decisions name them
own.py          what is passed over, as the scratch state has its own: configuration, jobs, timers
again.py        each capture stepped again in the decisions' order, at the recorded now
decider.py      who steps them, asked by messages; scratch.py is its state
hosts.py        where it is at work: in this process, or in one of its own (beside.py) while this one reads and compares
differences.py  touch by touch, item by item: what differs; clients.py has client by client
telling.py      that in words, and as JSON
"""
