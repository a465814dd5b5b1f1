"""Finding a time: special meetings in one form, date polls and their scores, fair hours for meetings by video (A10)."""
