"""What a clerk does, one module a job; the only door through which anything is written.

Imports `storage`, `extraction`, `reading`, `output`, `circulation`, `domain` and `support`.
"""
