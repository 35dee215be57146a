"""The reconciliation service: other people's lists of places matched to the registry.

The protocol is the Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group, which OpenRefine
and other clients speak. It only reads. :mod:`.urls` names its addresses, :mod:`.answering` its common manners.
"""
