"""The standing rules of a body held against a year: facts in, a ruling per paragraph out.

`facts` and the files named for what they judge are pure; `gathering` alone reads rows, `views` alone shows pages.
"""
