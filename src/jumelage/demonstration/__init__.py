"""A demonstration: invented towns whose offices have been at work, so that the workspace can be tried.

The towns, their people and all that is said of them are invented; the actions that write it are those that people use.
"""
