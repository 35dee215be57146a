"""What sources tell the apps above them."""

from django.dispatch import Signal

#: Sent with ``source`` after a source was changed whose day or authority others reckon with.
source_changed = Signal()
