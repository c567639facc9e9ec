"""A class: a roster, running many, the record, the class's result, pages and gradebooks.

    roster ──▶ jobs ──executor──▶ record ──▶ class result ──▶ pages · gradebooks

A job is data and its outcome is a line of text, so it runs in a thread, a process or on another
machine alike. Everything after the record is a function of it, the roster and the spec.
"""
