"""What accounts tell the apps above them."""

from django.dispatch import Signal

#: An account is about to be deleted, within the transaction that does it (``user``; ``neutral``: the word to put
#: where its name stood). Receivers take personal data of theirs away, or refuse by raising ``RefusedError`` with what
#: is to be done first.
account_leaving = Signal()
