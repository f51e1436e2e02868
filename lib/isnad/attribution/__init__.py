"""The engine behind `isnad.quotes`: one sentence at a time, from marks and tokens to frames, contents, speakers and chains.

marks → tokens → (cues, subjects, relays, labels) frames, adjuncts → contents → naming, chains.
"""
