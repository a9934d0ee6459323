"""What-if: other rules over the captures that the log holds, decided again in a scratch state, and what would have come out otherwise.

window.py       from which decision on, with the state as it stood there; or why that cannot be
captures.py     the captures, lane by lane, as the decisions name them
own.py          what is passed over, as the scratch state has its own: configuration, jobs, timers
again.py        each capture stepped again in the decisions' order, at the recorded now
differences.py  touch by touch, item by item, client by client: what differs
telling.py      that in words
"""
