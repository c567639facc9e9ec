"""Checking oneself: the lab again at every change of the engine or the spec.

Events say what was touched; only that is asked again. What is judged and shown is the same as in
`check`.
"""
