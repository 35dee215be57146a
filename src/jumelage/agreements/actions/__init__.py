"""Writing the life of a tie. Each step checks rights, is done whole or not at all, and tells the other side.

An action takes the ``place`` for which the actor acts: one of the two sides. Helpers draft and plan; officers propose,
answer, record, sign and declare.
"""
