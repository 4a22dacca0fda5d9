"""`broadsheet fetch`: asks the sources of digest.yaml what is new, and remembers how each answered.

The way through: run.py goes from source to source; asking.py has one function for each kind of
source; web.py carries every request; verdict.py finds the word for what came; state.py keeps it
for the next run and for the status page.
"""
